using System.Text.Json.Serialization;

namespace Analytics.Contracts.Commits;

/// <summary>
/// What a window run writes into <c>commitInfo.windows</c> of <c>staging/&lt;table&gt;</c>. The commit's <c>txn</c> has the table's name as appId and
/// <see cref="GoldVersion"/> as version, or the one after its predecessor's when windows are computed again from the same gold.
/// The staged rows are all rows of the windows in <see cref="Ranges"/>: settlement replaces whatever gold holds for them,
/// so closing a window and recomputing a dirty one are the same operation.
/// </summary>
public sealed record WindowCommit
{
    /// <summary>The property of <c>commitInfo</c> that holds this record.</summary>
    public const string Key = "windows";

    /// <summary>The table, such as <c>event_metrics_1m</c>.</summary>
    public required string Table { get; init; }

    /// <summary>Delta version of <c>gold/events</c> that the rows were computed from.</summary>
    public required long GoldVersion { get; init; }

    /// <summary>
    /// Up to where windows are closed, microseconds since the epoch, UTC; null before the first. Tumbling and sliding windows with <c>window_end</c> at or
    /// before this are closed; sessions with <c>window_end</c> strictly before it are (an event at the very end would still belong to the session).
    /// The table has exactly the closed windows of the events in gold: an event below this that comes to gold afterwards makes windows dirty.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? ClosedTo { get; init; }

    /// <summary>
    /// Sessions only: every session that starts before this is closed, microseconds since the epoch, UTC; it is the start of the oldest open session,
    /// or <see cref="ClosedTo"/> when none is open. Closed sessions that start later are in the table too, and are staged again by the next commit,
    /// whose ranges begin here. Null for other windows.
    /// </summary>
    public long? OpenFrom { get; init; }

    /// <summary>True when the source is complete and every window is closed.</summary>
    public bool EndOfInput { get; init; }

    /// <summary>The windows whose rows this commit holds, disjoint and ascending.</summary>
    public required IReadOnlyList<WindowRange> Ranges { get; init; }

    /// <summary>W3C traceparent of the run's span; null when not sampled.</summary>
    public string? TraceParent { get; init; }
}
