using Analytics.Streaming.Source;

namespace Analytics.Streaming.Operations;

/// <summary>A record of <c>ops/dead_letters</c> as it came.</summary>
/// <param name="Coordinates">Where it stood.</param>
/// <param name="Reason">Why it was refused then.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">Its headers, in order.</param>
internal sealed record DeadLetter(Coordinates Coordinates, string Reason, byte[]? Key, byte[]? Value, IReadOnlyList<RecordHeader> Headers)
{
    /// <summary>The header that names the dead letter which a record is a replay of: <c>topic/partition/offset</c>.</summary>
    public const string ReplayHeader = "dlq.replay";

    /// <summary>Whether it is a replay that was refused again.</summary>
    public bool IsReplay => Headers.Any(header => header.Name == ReplayHeader);
}
