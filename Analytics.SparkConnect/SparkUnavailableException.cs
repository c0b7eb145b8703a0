namespace Analytics.SparkConnect;

/// <summary>The server does not answer: it is not there, not there yet, or gone. What was running may or may not have been done.</summary>
public sealed class SparkUnavailableException : SparkException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which server, and why.</param>
    /// <param name="innerException">The failed call.</param>
    public SparkUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
