namespace Aspire.Hosting.Testing;

/// <summary>An AppHost's application under construction, for a test.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Lets the AppHost build and run.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The application.</returns>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
