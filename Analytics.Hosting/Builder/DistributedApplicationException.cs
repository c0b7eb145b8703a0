namespace Aspire.Hosting;

/// <summary>The application is described wrongly, or a part of it failed.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="inner">The cause.</param>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
