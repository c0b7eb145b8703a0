using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>
/// The sessions of a table on the time line, in microseconds since the Unix epoch, UTC.
/// A chain is the events of a group with pauses of at most <see cref="Gap"/>. A chain that spans at most <see cref="MaxLength"/> from its first to its
/// last event is one session. A longer chain is cut at each multiple of <see cref="MaxLength"/> since the epoch (24 hours: at midnight, UTC) that has
/// events of it on both sides. Where it is cut depends on the clock, not on the chain's beginning: so a late event
/// changes no more than its neighbourhood, and whatever is asked of a session is answered by the events at most gap + max_length away from it.
/// A session starts at its first event. It ends a gap after its last one, or, when the chain goes on, at the cut.
/// </summary>
public readonly record struct SessionGeometry
{
    private SessionGeometry(long gap, long maxLength)
    {
        Gap = gap;
        MaxLength = maxLength;
    }

    /// <summary>The longest pause within a session, microseconds.</summary>
    public long Gap { get; }

    /// <summary>The longest time from the first to the last event of a session, microseconds.</summary>
    public long MaxLength { get; }

    private long Reach => Gap + MaxLength;

    /// <summary>The geometry of a session window.</summary>
    public static SessionGeometry Of(SessionWindow window) => new(Micros(window.Gap), Micros(window.MaxLength));

    /// <summary>
    /// The starts of all sessions that events from <paramref name="minEventTime"/> to <paramref name="maxEventTime"/>, both inclusive, can change:
    /// those that they are in, those that they join or cut, and those that were there instead before.
    /// </summary>
    public WindowRange Touched(long minEventTime, long maxEventTime) => new(minEventTime - Reach, maxEventTime + Reach + 1);

    /// <summary>Times of the events that sessions with a start in the range depend on, from inclusive to exclusive.</summary>
    /// <param name="starts">A range of session starts.</param>
    public WindowRange EventTimes(WindowRange starts) => new(starts.From - Reach, starts.To + Reach);

    /// <summary>
    /// The same when it is known that all sessions which started before the range had ended before <paramref name="closedTo"/>.
    /// Then only a cut between the two can make it matter how long a chain has been going on: without one, a gap back is enough.
    /// </summary>
    /// <param name="starts">A range of session starts.</param>
    /// <param name="closedTo">Sessions that start before the range end before this.</param>
    public WindowRange EventTimes(WindowRange starts, long closedTo)
    {
        WindowRange all = EventTimes(starts);
        long cut = Floor(Math.Max(closedTo, starts.From));
        return cut >= starts.From - Gap ? all : all with { From = starts.From - Gap };
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private long Floor(long time) => time - (((time % MaxLength) + MaxLength) % MaxLength);
}
