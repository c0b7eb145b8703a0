namespace Analytics.Streaming.LateEvents;

/// <summary>Asks ingest to fold late events of a time range in.</summary>
/// <param name="From">First event time, microseconds since the epoch, UTC.</param>
/// <param name="To">End of the range, exclusive.</param>
internal sealed record FoldInRequest(long From, long To)
{
    private readonly TaskCompletionSource<FoldInAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<FoldInAnswer> Completion => _done.Task;

    public void Done(FoldInAnswer answer) => _done.TrySetResult(answer);

    public void Failed(string why) => _done.TrySetException(new InvalidOperationException(why));
}
