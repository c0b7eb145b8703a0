using Xunit;

namespace Analytics.Tests.Broker.Server;

public sealed class FrameFuzzingTests
{
    [Fact]
    [Trait("Category", "Integration")]
    public Task FiftyThousandFrames_LeaveTheBrokerServing() => FuzzAsync(50_000);

    [Fact]
    [Trait("Category", "Long")]
    public Task AMillionFrames_LeaveTheBrokerServing() => FuzzAsync(1_000_000);

    private static async Task FuzzAsync(int frames)
    {
        const int clients = 4;
        await using var broker = TestBroker.Start();
        var apis = broker.Running.Offered;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client =>
            Task.Run(() => new FrameFuzzing(broker, 20_261 + client).RunAsync(frames / clients, apis), TestContext.Current.CancellationToken)));
    }
}
