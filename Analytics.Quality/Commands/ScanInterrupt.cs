using DuckDB.NET.Data;

namespace Analytics.Quality.Commands;

/// <summary>Interrupts whatever a connection runs once a token is cancelled, again and again: the next statement may have begun just after an interrupt.</summary>
internal sealed class ScanInterrupt : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly DuckDBCommand _command;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _disposed;

    public ScanInterrupt(DuckDBConnection connection, CancellationToken cancellationToken)
    {
        _command = connection.CreateCommand();
        _timer = TimeProvider.System.CreateTimer(
            _ =>
            {
                lock (_lock)
                {
                    if (!_disposed && cancellationToken.IsCancellationRequested)
                    {
                        _command.Cancel();
                    }
                }
            },
            null,
            Step,
            Step);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _disposed = true;
            _command.Dispose();
        }
    }
}
