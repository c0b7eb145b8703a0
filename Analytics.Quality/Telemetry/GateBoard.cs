using System.Collections.Concurrent;

namespace Analytics.Quality.Telemetry;

/// <summary>The readings of all gates.</summary>
internal sealed class GateBoard
{
    private readonly ConcurrentDictionary<string, GateReading> _gates = [];

    private volatile string? _publicationFailure;

    /// <summary>Why results are not published at the moment; null when they are.</summary>
    public string? PublicationFailure
    {
        get => _publicationFailure;
        set => _publicationFailure = value;
    }

    public IEnumerable<GateReading> Gates => _gates.Values;

    public GateReading Of(string table) => _gates.GetOrAdd(table, name => new GateReading(name));
}
