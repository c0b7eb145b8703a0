using Analytics.Contracts.Commits;

namespace Analytics.Quality.Telemetry;

/// <summary>How one gate stands, for health, metrics and pages. Written by the gate, read by anyone.</summary>
/// <param name="table">The gate's table.</param>
internal sealed class GateReading(string table)
{
    private readonly Lock _lock = new();
    private volatile string? _failure;
    private volatile int _pending;
    private DateTimeOffset? _closedSince;
    private DateTimeOffset? _lastSettled;
    private long _refusedRows;

    public string Table => table;

    /// <summary>Why the gate does not settle at the moment; null when it does.</summary>
    public string? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>True when the last settlement that had rows let none into gold.</summary>
    public bool Closed => ClosedSince is not null;

    /// <summary>Since when no settlement has let a row into gold, though they had some; null when the last one did.</summary>
    public DateTimeOffset? ClosedSince
    {
        get
        {
            lock (_lock)
            {
                return _closedSince;
            }
        }
    }

    /// <summary>Rows quarantined since then.</summary>
    public long RefusedRows
    {
        get
        {
            lock (_lock)
            {
                return _refusedRows;
            }
        }
    }

    /// <summary>When rows were settled last; null before the first.</summary>
    public DateTimeOffset? LastSettled
    {
        get
        {
            lock (_lock)
            {
                return _lastSettled;
            }
        }
    }

    public int PendingBatches
    {
        get => _pending;
        set => _pending = value;
    }

    /// <summary>Notes a settlement that had rows.</summary>
    /// <param name="at">When.</param>
    /// <param name="rows">Its rows.</param>
    /// <returns>Whether the gate has closed with it.</returns>
    public bool Settled(DateTimeOffset at, SettlementCounts rows)
    {
        lock (_lock)
        {
            var closes = rows.Gold == 0 && _closedSince is null;
            _lastSettled = at;
            _closedSince = rows.Gold == 0 ? _closedSince ?? at : null;
            _refusedRows = rows.Gold == 0 ? _refusedRows + rows.Quarantined : 0;
            return closes;
        }
    }
}
