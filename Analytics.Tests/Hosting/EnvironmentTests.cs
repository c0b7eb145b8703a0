using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Hosting;

[Trait("Category", "Integration")]
public sealed class EnvironmentTests
{
    [Fact]
    public async Task References_ReachTheProcess_AsAspireNamesThem()
    {
        var builder = HostedApplication.CreateBuilder();
        var server = builder.AddShell("server", "sleep 60").WithEndpoint(scheme: "tcp", name: "kafka", isProxied: false);
        var endpoint = server.GetEndpoint("kafka");
        var kafka = builder.AddConnectionString("kafka", ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.Host)}:{endpoint.Property(EndpointProperty.Port)}"));
        var registry = builder.AddExternalService("schema-registry", "http://registry.example:8081");
        // No shell: it would drop the variable that is no identifier to it.
        builder.AddExecutable("client", "/usr/bin/env", AppContext.BaseDirectory)
            .WithReference(kafka)
            .WithReference(registry)
            .WithReference(endpoint)
            .WithEnvironment("ADDRESS", $"at {endpoint.Property(EndpointProperty.HostAndPort)}!");
        builder.AddShell("words", "echo \"argument $0\"").WithArgs(endpoint.Property(EndpointProperty.TargetPort));
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var end = await app.WaitForEndAsync("client");
        await app.WaitForEndAsync("words");
        var logs = app.Services.GetRequiredService<ResourceLoggerService>();
        var lines = await app.LinesAsync(logs, "client");

        end.Snapshot.ExitCode.ShouldBe(0);
        lines.ShouldContain($"ConnectionStrings__kafka=localhost:{endpoint.Port}");
        lines.ShouldContain("services__schema-registry__http__0=http://registry.example:8081/");
        lines.ShouldContain($"services__server__kafka__0=tcp://localhost:{endpoint.Port}");
        lines.ShouldContain($"ADDRESS=at localhost:{endpoint.Port}!");
        (await app.LinesAsync(logs, "words")).ShouldBe([$"argument {endpoint.Port}"]);
        lines.ShouldContain("OTEL_SERVICE_NAME=client");
        end.ResourceId.ShouldBe($"client-{lines.Single(l => l.StartsWith("OTEL_RESOURCE_ATTRIBUTES=", StringComparison.Ordinal)).Split('=')[^1]}");
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void AddResource_OfAKnownName_IsRefused()
    {
        var builder = HostedApplication.CreateBuilder();
        builder.AddShell("one", "true");

        Should.Throw<DistributedApplicationException>(() => builder.AddShell("ONE", "true")).Message.ShouldContain("ONE");
    }
}
