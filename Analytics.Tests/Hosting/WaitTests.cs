using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Hosting;

[Trait("Category", "Integration")]
public sealed class WaitTests
{
    [Fact]
    public async Task WaitFor_StartsOnlyOnceTheOtherIsHealthy()
    {
        var healthy = false;
        var builder = HostedApplication.CreateBuilder();
        builder.Services.AddHealthChecks().AddCheck("gate", () => Volatile.Read(ref healthy) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("closed"));
        var server = builder.AddShell("server", "sleep 60").WithHealthCheck("gate");
        builder.AddShell("client", "sleep 60").WaitFor(server);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        await app.ResourceNotifications.WaitForResourceAsync("server", e => e.Snapshot.HealthReports.Any(r => r.Status == HealthStatus.Unhealthy)).WaitAsync(HostedApplication.Timeout);
        app.ResourceNotifications.TryGetCurrentState("client", out var waiting).ShouldBeTrue();
        waiting!.Snapshot.State!.Text.ShouldBe(KnownResourceStates.Waiting);
        Volatile.Write(ref healthy, true);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("client").WaitAsync(HostedApplication.Timeout);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WaitForCompletion_OfAFailure_FailsTheWaiter()
    {
        var builder = HostedApplication.CreateBuilder();
        var job = builder.AddShell("job", "exit 3");
        builder.AddShell("client", "true").WaitForCompletion(job);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var client = await app.WaitForEndAsync("client");

        client.Snapshot.State!.Text.ShouldBe(KnownResourceStates.FailedToStart);
        (await app.WaitForEndAsync("job")).Snapshot.ExitCode.ShouldBe(3);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Commands_StartAndStop_AnExplicitResource()
    {
        var builder = HostedApplication.CreateBuilder();
        builder.AddShell("tool", "sleep 60").WithExplicitStart();
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.ResourceNotifications.WaitForResourceAsync("tool", KnownResourceStates.NotStarted).WaitAsync(HostedApplication.Timeout);

        (await app.ResourceCommands.ExecuteCommandAsync("tool", KnownResourceCommands.StartCommand)).Success.ShouldBeTrue();
        await app.ResourceNotifications.WaitForResourceAsync("tool").WaitAsync(HostedApplication.Timeout);
        (await app.ResourceCommands.ExecuteCommandAsync("tool", KnownResourceCommands.StopCommand)).Success.ShouldBeTrue();

        (await app.WaitForEndAsync("tool")).Snapshot.State!.Text.ShouldBe(KnownResourceStates.Exited);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }
}
