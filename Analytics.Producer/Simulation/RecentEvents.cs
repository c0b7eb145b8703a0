namespace Analytics.Producer.Simulation;

/// <summary>The last accepted events, for duplicates.</summary>
internal sealed class RecentEvents
{
    private const int Capacity = 1000;

    private readonly SentEvent[] _events = new SentEvent[Capacity];
    private long _added;

    public void Add(SentEvent sent) => _events[_added++ % Capacity] = sent;

    /// <summary>One of them; null while there is none.</summary>
    public SentEvent? Pick(Random random) => _added == 0 ? null : _events[random.Next((int)Math.Min(_added, Capacity))];
}
