namespace Analytics.Contracts.Registry;

/// <summary>The registry can't be asked now: no connection, a timeout, a 5xx, or an answer that is not a registry's. Nothing follows about the schema: wait and ask again.</summary>
public sealed class SchemaRegistryUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was asked and what happened.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public SchemaRegistryUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
