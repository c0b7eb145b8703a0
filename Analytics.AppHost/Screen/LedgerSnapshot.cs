using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.AppHost.Screen;

/// <summary>The ledger as <c>GET /api/ledger</c> gives it: counts since the pipeline began.</summary>
internal sealed record LedgerSnapshot
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string Pipeline { get; init; } = "";

    public string Topic { get; init; } = "";

    public long Consumed { get; init; }

    public long Accepted { get; init; }

    public long Duplicate { get; init; }

    public long Late { get; init; }

    public long DeadLettered { get; init; }

    public long FoldedIn { get; init; }

    public long Gold { get; init; }

    public long Quarantined { get; init; }

    public long Discarded { get; init; }

    public long Pending { get; init; }

    public bool Balanced { get; init; }

    public DateTimeOffset? Watermark { get; init; }

    public bool EndOfInput { get; init; }

    public bool Settled { get; init; }

    public DateTimeOffset? FirstFetchedAt { get; init; }

    public DateTimeOffset? LastGoldAt { get; init; }

    /// <summary>Null of the embedded engine.</summary>
    public SparkState? SparkState { get; init; }

    public IReadOnlyList<LedgerPartition> Partitions { get; init; } = [];

    public IReadOnlyList<LedgerTable> Tables { get; init; } = [];

    public static LedgerSnapshot Parse(JsonObject json) => json.Deserialize<LedgerSnapshot>(Options)!;
}
