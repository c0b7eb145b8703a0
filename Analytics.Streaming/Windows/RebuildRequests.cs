using System.Collections.Concurrent;

namespace Analytics.Streaming.Windows;

/// <summary>
/// From whoever asks for a rebuild to the windows' worker. Only in memory: a rebuild that a crash cuts short has either been committed or not begun, and
/// whoever asked for it hears nothing and asks again.
/// </summary>
internal sealed class RebuildRequests
{
    private readonly ConcurrentQueue<RebuildRequest> _waiting = new();

    public bool IsWaiting => !_waiting.IsEmpty;

    public void Post(RebuildRequest request) => _waiting.Enqueue(request);

    /// <summary>Gives each request to its table; a second one for the same table waits for the next time.</summary>
    public void HandOut(IReadOnlyCollection<WindowTableState> tables)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        while (_waiting.TryPeek(out var next) && given.Add(next.Table) && _waiting.TryDequeue(out var request))
        {
            if (tables.FirstOrDefault(table => table.Definition.Name == request.Table) is { } table)
            {
                table.Rebuild(request);
            }
            else
            {
                request.Failed("there is no such table");
            }
        }
    }
}
