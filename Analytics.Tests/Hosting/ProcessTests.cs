using System.Globalization;
using Analytics.Tests.EndToEnd;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Hosting;

[Trait("Category", "Integration")]
public sealed class ProcessTests
{
    [Fact]
    public async Task Stop_LetsAProcessFinish_AndKillsItsDescendants()
    {
        var builder = HostedApplication.CreateBuilder();
        builder.AddShell("server", "sleep 300 & echo child $!; trap 'echo asked; exit 7' TERM; echo up; while :; do sleep 0.05; done");
        await using var app = builder.Build();
        var logs = app.Services.GetRequiredService<ResourceLoggerService>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.ResourceNotifications.WaitForResourceAsync("server").WaitAsync(HostedApplication.Timeout);
        while (!(await app.LinesAsync(logs, "server")).Contains("up"))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await app.StopAsync(TestContext.Current.CancellationToken);

        var lines = await app.LinesAsync(logs, "server");
        app.ResourceNotifications.TryGetCurrentState("server", out var end).ShouldBeTrue();
        lines.ShouldContain("asked");
        end!.Snapshot.ExitCode.ShouldBe(7);
        var child = lines.Single(l => l.StartsWith("child ", StringComparison.Ordinal))["child ".Length..];
        await ProcessEnd.ShouldComeAsync(int.Parse(child, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Stop_KillsAProcessThatDoesNotListen()
    {
        var builder = HostedApplication.CreateBuilder();
        builder.AddShell("server", "trap '' TERM; while :; do sleep 1; done");
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.ResourceNotifications.WaitForResourceAsync("server").WaitAsync(HostedApplication.Timeout);

        await app.StopAsync(TestContext.Current.CancellationToken);

        app.ResourceNotifications.TryGetCurrentState("server", out var end).ShouldBeTrue();
        end!.Snapshot.State!.Text.ShouldBe(KnownResourceStates.Exited);
    }
}
