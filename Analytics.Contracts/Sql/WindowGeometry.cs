using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>
/// The windows of a tumbling or sliding table on the time line, in microseconds since the Unix epoch, UTC.
/// A window starts at each multiple of <see cref="Every"/> and ends <see cref="Size"/> later, exclusive.
/// </summary>
public readonly record struct WindowGeometry
{
    // Beyond every time an event can have (years 1 to 9999), so that callers may pass long.MinValue and long.MaxValue.
    internal const long Horizon = 300_000_000_000_000_000;

    private WindowGeometry(long size, long every)
    {
        Size = size;
        Every = every;
    }

    /// <summary>Length of a window, microseconds.</summary>
    public long Size { get; }

    /// <summary>Distance between two starts, microseconds; divides <see cref="Size"/>.</summary>
    public long Every { get; }

    /// <summary>The geometry of a window.</summary>
    /// <exception cref="NotSupportedException">A session window: its bounds depend on the events, see <see cref="SessionGeometry"/>.</exception>
    public static WindowGeometry Of(WindowDefinition window) => window switch
    {
        TumblingWindow tumbling => new(Micros(tumbling.Size), Micros(tumbling.Size)),
        SlidingWindow sliding => new(Micros(sliding.Size), Micros(sliding.Every)),
        _ => throw new NotSupportedException("A session window has no fixed geometry."),
    };

    /// <summary>Start of the first window that holds an event of that time.</summary>
    public long FirstWindowStart(long eventTime) => LastWindowStart(eventTime) - Size + Every;

    /// <summary>Start of the last window that holds an event of that time.</summary>
    public long LastWindowStart(long eventTime) => Floor(eventTime);

    /// <summary>Starts of all windows touched by events from <paramref name="minEventTime"/> to <paramref name="maxEventTime"/>, both inclusive.</summary>
    public WindowRange Touched(long minEventTime, long maxEventTime) => new(FirstWindowStart(minEventTime), LastWindowStart(maxEventTime) + Every);

    /// <summary>The exclusive end of the starts of closed windows: those whose end is at or before <paramref name="watermark"/>.</summary>
    public long ClosedStartsBefore(long watermark) => Floor(watermark - Size) + Every;

    /// <summary>Times of the events that the windows of a range are made of: from <see cref="WindowRange.From"/> inclusive to <see cref="WindowRange.To"/> exclusive.</summary>
    /// <param name="starts">A range of window starts.</param>
    public WindowRange EventTimes(WindowRange starts)
    {
        WindowRange aligned = Align(starts);
        return aligned.From >= aligned.To ? new(aligned.From, aligned.From) : new(aligned.From, aligned.To - Every + Size);
    }

    /// <summary>The range with its bounds moved up to starts: the same windows.</summary>
    /// <param name="starts">A range of window starts.</param>
    public WindowRange Align(WindowRange starts) => new(Ceiling(Math.Clamp(starts.From, -Horizon, Horizon)), Ceiling(Math.Clamp(starts.To, -Horizon, Horizon)));

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private long Floor(long time) => time - ((time % Every) + Every) % Every;

    private long Ceiling(long time) => Floor(time + Every - 1);
}
