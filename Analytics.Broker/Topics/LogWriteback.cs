namespace Analytics.Broker.Topics;

/// <summary>
/// Has the system write what the logs gained, once a second. Left alone it writes a page half a minute after it was touched, the whole half minute at once; an fsync of anybody else on
/// the disk waits for that, and with it a commit to the lake: at 20,000 events/s for half a second and more.
/// </summary>
internal sealed class LogWriteback(TopicCatalog topics, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var topic in topics.All)
                {
                    foreach (var log in topic.Partitions)
                    {
                        log.BeginWriteback();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The broker stops.
        }
    }
}
