using System.Text.Json;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>One version of a table's log, as read: <c>_delta_log/00000000000000000007.json</c>.</summary>
public sealed record DeltaCommit
{
    /// <summary>The log version.</summary>
    public required long Version { get; init; }

    /// <summary>Files added.</summary>
    public required IReadOnlyList<DataFile> Added { get; init; }

    /// <summary>Paths of files removed.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>False for maintenance (compaction): tailers skip such a commit.</summary>
    public required bool DataChange { get; init; }

    /// <summary><c>txn</c> actions: version by application id.</summary>
    public required IReadOnlyDictionary<string, long> Transactions { get; init; }

    /// <summary>The new schema when the commit carries a <c>metaData</c> action.</summary>
    public LakeSchema? Schema { get; init; }

    /// <summary>The <c>commitInfo</c> object; of kind Undefined when there is none.</summary>
    public JsonElement CommitInfo { get; init; }

    /// <summary>Commit time, milliseconds since the epoch (<c>commitInfo.timestamp</c>).</summary>
    public long Timestamp { get; init; }

    /// <summary>Whether commitInfo has a property.</summary>
    public bool Has(string key) => CommitInfo.ValueKind == JsonValueKind.Object && CommitInfo.TryGetProperty(key, out _);

    /// <summary>The <c>remove</c> actions in full.</summary>
    internal IReadOnlyList<Tombstone> Tombstones { get; init; } = [];

    /// <summary>The <c>metaData</c> action in full.</summary>
    internal TableMetadata? Metadata { get; init; }
}
