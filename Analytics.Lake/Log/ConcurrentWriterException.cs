namespace Analytics.Lake.Log;

/// <summary>Another instance of the same writer committed this batch or a later one. The loser must exit: its memory is stale.</summary>
public sealed class ConcurrentWriterException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Table, application id and versions.</param>
    public ConcurrentWriterException(string message)
        : base(message)
    {
    }
}
