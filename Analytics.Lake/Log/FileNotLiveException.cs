namespace Analytics.Lake.Log;

/// <summary>A file that a transaction removes is no longer live: another writer replaced it. Nothing was committed; compute the change again.</summary>
public sealed class FileNotLiveException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Table, file and version.</param>
    public FileNotLiveException(string message)
        : base(message)
    {
    }
}
