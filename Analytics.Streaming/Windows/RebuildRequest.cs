namespace Analytics.Streaming.Windows;

/// <summary>Asks for the closed windows of a table that have to do with a time range to be computed again from gold.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">First event time, microseconds since the epoch, UTC.</param>
/// <param name="To">End of the range, exclusive.</param>
internal sealed record RebuildRequest(string Table, long From, long To)
{
    private readonly TaskCompletionSource<long?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The version of <c>staging/&lt;table&gt;</c> that has the windows; null when none of them is closed yet.</summary>
    public Task<long?> Completion => _done.Task;

    public void Done(long? stagingVersion) => _done.TrySetResult(stagingVersion);

    public void Failed(string why) => _done.TrySetException(new InvalidOperationException($"{Table}: {why}"));
}
