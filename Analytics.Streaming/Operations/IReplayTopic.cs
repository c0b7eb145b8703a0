namespace Analytics.Streaming.Operations;

/// <summary>The topic that dead letters came from, and go back to.</summary>
internal interface IReplayTopic : IDisposable
{
    /// <summary>The next offset of each partition.</summary>
    IReadOnlyList<long> Ends();

    /// <summary>Sends letters to the partitions they came from, with the header that names them, and waits until all are acknowledged.</summary>
    Task SendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken);

    /// <summary>The letters whose replays stand at or after these offsets.</summary>
    IReadOnlySet<string> FindReplays(IReadOnlyList<long> from, CancellationToken cancellationToken);
}
