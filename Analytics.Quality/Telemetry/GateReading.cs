namespace Analytics.Quality.Telemetry;

/// <summary>How one gate stands, for health and metrics. Written by the gate, read by anyone.</summary>
/// <param name="table">The gate's table.</param>
internal sealed class GateReading(string table)
{
    private volatile string? _failure;
    private volatile bool _closed;
    private volatile int _pending;

    public string Table => table;

    /// <summary>Why the gate does not settle at the moment; null when it does.</summary>
    public string? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>True when the last settlement that had rows let none into gold.</summary>
    public bool Closed
    {
        get => _closed;
        set => _closed = value;
    }

    public int PendingBatches
    {
        get => _pending;
        set => _pending = value;
    }
}
