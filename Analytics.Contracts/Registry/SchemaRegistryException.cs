using System.Net;

namespace Analytics.Contracts.Registry;

/// <summary>
/// The registry answered with an error. A registry that can't answer (refused connection, timeout, 5xx, a proxy's page) is
/// a <see cref="SchemaRegistryUnavailableException"/> instead: that one is worth a retry, this one is not.
/// </summary>
public sealed class SchemaRegistryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">The HTTP status, 4xx.</param>
    /// <param name="errorCode">The registry's <c>error_code</c>, such as 40403.</param>
    /// <param name="message">The registry's message.</param>
    public SchemaRegistryException(HttpStatusCode status, int errorCode, string message)
        : base(message)
    {
        Status = status;
        ErrorCode = errorCode;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The registry's <c>error_code</c>: 40401 subject, 40402 version, 40403 schema not found, 409 or 40901 incompatible, 42201 invalid schema.</summary>
    public int ErrorCode { get; }

    /// <summary>True for the registry's own "not found" (status 404 with a code 404xx), never for a wrong address or a proxy.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound && ErrorCode is >= 40400 and < 40500;

    /// <summary>True when the schema breaks the subject's compatibility level.</summary>
    public bool IsIncompatible => Status == HttpStatusCode.Conflict;
}
