using Analytics.Contracts.Commits;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>One server over one lake that nobody changes: 300 events in gold, 5 windows.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly TestLake _lake = new();

    internal ApiServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _lake.Stage(0, 200, new EventCounts(200, 200, 0, 0, 0));
        _lake.Stage(200, 300, new EventCounts(310, 300, 6, 1, 3));
        _lake.Settle(0, 200, new SettlementCounts(200, 0, 0), new SettlementCounts(200, 0, 0), stagingVersion: 0);
        _lake.Settle(200, 300, new SettlementCounts(100, 0, 0), new SettlementCounts(300, 0, 0), stagingVersion: 1);
        _lake.SettleWindows(
            $"""
            SELECT make_timestamp({TestLake.Start} + i * {TestLake.Minute}) AS window_start, make_timestamp({TestLake.Start} + (i + 1) * {TestLake.Minute}) AS window_end,
                'a' AS tenant, 20 AS events FROM range(5) AS numbers(i)
            """,
            goldVersion: 1,
            closedTo: TestLake.Start + (5 * TestLake.Minute));
        Server = await ApiServer.StartAsync(_lake, ("Api:MaxRows", "1000"), ("Api:QueryTimeout", "00:00:03"));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _lake.Dispose();
    }
}
