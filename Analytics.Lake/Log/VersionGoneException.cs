namespace Analytics.Lake.Log;

/// <summary>
/// A version of a log was cleaned up before this reader had read it: the checkpoint has its files, but what its commit said is gone. Whoever only
/// wants the table's state loads it again; whoever follows commit by commit must not go on as if nothing had been there.
/// </summary>
public sealed class VersionGoneException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The log file, and what replaced it.</param>
    public VersionGoneException(string message)
        : base(message)
    {
    }
}
