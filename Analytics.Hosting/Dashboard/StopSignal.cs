namespace Aspire.Hosting.Dashboard;

/// <summary>Ends open streams as soon as the AppHost begins to stop.</summary>
/// <param name="Token">Fires then.</param>
internal sealed record StopSignal(CancellationToken Token);
