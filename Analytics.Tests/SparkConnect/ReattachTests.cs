using Analytics.SparkConnect;
using Analytics.SparkConnect.Connection;
using Analytics.SparkConnect.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SparkConnect;

/// <summary>Streams that break or end early lose no response, repeat none and run nothing twice.</summary>
public sealed class ReattachTests
{
    [Theory]
    [InlineData(10, 3, false)]
    [InlineData(10, 1, false)]
    [InlineData(10, 100, false)]
    [InlineData(0, 1, false)]
    [InlineData(5, 2, true)]
    public async Task Execute_GivesEveryResponseOnce(int responses, int perStream, bool loseFirstRequest)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var service = new DroppingSparkService(responses, perStream, loseFirstRequest);
        await using var app = await StartAsync(service, cancellation);
        using var session = new SparkSession(Address(app));

        var received = new List<long>();
        await foreach (var response in session.Calls.ExecuteAsync(new Plan { Command = new Command() }, sql: null, cancellation))
        {
            received.Add(response.SqlCommandResult.Relation.Common.PlanId);
        }

        received.ShouldBe(Enumerable.Range(0, responses).Select(number => (long)number));
        service.Executions.ShouldBe(1);
        service.Released.Count.ShouldBe(1);
        service.Streams.ShouldBeGreaterThanOrEqualTo((responses + perStream) / perStream);
    }

    [Fact]
    public async Task AServerThatIsNotThere_IsUnavailable_AfterPatience()
    {
        using var session = new SparkSession(SparkConnectionString.Parse("sc://127.0.0.1:1"), patience: TimeSpan.FromMilliseconds(200));

        var error = await Should.ThrowAsync<SparkUnavailableException>(() => session.VersionAsync(TestContext.Current.CancellationToken));

        error.Message.ShouldContain("sc://127.0.0.1:1");
    }

    private static SparkConnectionString Address(WebApplication app) => SparkConnectionString.Parse($"sc://127.0.0.1:{new Uri(app.Urls.First()).Port}");

    private static async Task<WebApplication> StartAsync(DroppingSparkService service, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        var app = builder.Build();
        app.MapGrpcService<DroppingSparkService>();
        await app.StartAsync(cancellationToken);
        return app;
    }
}
