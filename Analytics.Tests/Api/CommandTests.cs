using System.Net;
using System.Net.Sockets;
using Analytics.Api.Hosting;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

public sealed class CommandTests
{
    [Fact]
    public async Task UnknownOption_IsExitCode2() => (await ApiCommand.RunAsync(["--colour"])).ShouldBe(2);

    [Fact]
    public async Task UnknownPipeline_IsExitCode2() => (await ApiCommand.RunAsync(["--pipeline", "nowhere-to-be-found"])).ShouldBe(2);

    [Fact]
    public async Task InvalidUrl_IsExitCode2()
    {
        using var lake = new TestLake();
        (await ApiCommand.RunAsync(["--urls", "nonsense", "--pipeline", lake.Pipeline, "--data", lake.Data])).ShouldBe(2);
    }

    [Fact]
    public async Task PortTaken_IsExitCode2()
    {
        using var lake = new TestLake();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        (await ApiCommand.RunAsync(["--urls", $"http://127.0.0.1:{port}", "--pipeline", lake.Pipeline, "--data", lake.Data])).ShouldBe(2);
    }
}
