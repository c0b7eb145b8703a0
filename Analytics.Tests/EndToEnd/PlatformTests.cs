using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The AppHost through Aspire's testing API: the same test runs on the built-in host and on Aspire's packages.</summary>
[Trait("Category", "Integration")]
public sealed class PlatformTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task SimulatedEvents_ReachGold_AndTheLedgerBalances()
    {
        using var folder = new TemporaryFolder();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Timeout);
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Analytics_AppHost>(
            [$"--Platform:Data={folder.Path}", "--Platform:KafkaPort=0", "--Platform:RegistryPort=0", "--Platform:ApiPort=0", "--Platform:Screen=false"], deadline.Token);
        await using var app = await builder.BuildAsync(deadline.Token);
        await app.StartAsync(deadline.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("api", deadline.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("producer", deadline.Token);
        using var api = app.CreateHttpClient("api");

        var ledger = await GoldAsync(api, atLeast: 1_000, deadline.Token);
        using var answer = await api.PostAsJsonAsync("/api/query", new { sql = "select count(*) from events" }, deadline.Token);
        var rows = (await answer.Content.ReadFromJsonAsync<JsonElement>(deadline.Token)).GetProperty("rows")[0][0].GetInt64();

        answer.EnsureSuccessStatusCode();
        rows.ShouldBeGreaterThanOrEqualTo(1_000);
        ledger.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        ledger.GetProperty("duplicate").GetInt64().ShouldBeGreaterThan(0);
        (await app.GetConnectionStringAsync("kafka", deadline.Token)).ShouldStartWith("localhost:");
        await app.StopAsync(deadline.Token);
    }

    private static async Task<JsonElement> GoldAsync(HttpClient api, long atLeast, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ledger = await api.GetFromJsonAsync<JsonElement>("/api/ledger", cancellationToken);
            if (ledger.GetProperty("gold").GetInt64() >= atLeast)
            {
                return ledger;
            }

            await Task.Delay(200, cancellationToken);
        }
    }
}
