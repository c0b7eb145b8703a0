namespace Analytics.Streaming.Ingest;

/// <summary>The word that the source is complete, from whoever filled the topic to the reader. May be given again and again.</summary>
internal sealed class EndOfInputRequest
{
    private int _requested;

    public void Post() => Volatile.Write(ref _requested, 1);

    /// <summary>Takes the request, if there is one.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _requested, 0) == 1;
}
