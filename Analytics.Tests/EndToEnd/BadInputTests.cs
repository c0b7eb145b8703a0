using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait("Category", "Integration")]
public sealed class BadInputTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Refusals => new()
    {
        { "--bogus", "--bogus" },
        { "--pipeline nope", "nope" },
        { "--input missing.parquet", "missing.parquet" },
        { "--input empty.csv", "empty.csv" },
        { "--engine other", "embedded or spark" },
        { "--kafka container", "--kafka HOST:PORT" },
        { "--kafka localhost", "HOST:PORT" },
        { "--registry nowhere", "URL" },
        { "--rate 0", "--rate" },
        { "--until-done", "--input FILE" },
        { "--report out.json", "--until-done" },
        { "--data occupied", "occupied" },
        { "--pipeline broken", "pipeline.yaml" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refused_WithOneLineThatNamesIt_AndNothingStarted(string arguments, string named)
    {
        await File.WriteAllTextAsync(_folder.At("empty.csv"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.At("occupied"), "a file", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_folder.At("pipelines/broken"));
        await File.WriteAllTextAsync(_folder.At("pipelines/broken/pipeline.yaml"), "name: [", TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await AppHostProcess.RunAsync(_folder.Path, Timeout, AppHostProcess.WithRandomPorts(arguments.Split(' ')));

        exitCode.ShouldBe(2, error);
        error.Trim().ShouldContain(named);
        error.Trim().Split('\n').Length.ShouldBe(1);
        output.ShouldBeEmpty();
        Directory.Exists(_folder.At("data/broker")).ShouldBeFalse();
    }

    [Fact]
    public async Task TakenPort_IsNamed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (exitCode, _, error) = await AppHostProcess.RunAsync(_folder.Path, Timeout, "--no-dashboard", $"--Platform:KafkaPort={port}", "--Platform:RegistryPort=0", "--Platform:ApiPort=0");

        exitCode.ShouldBe(2);
        error.ShouldContain($"Port {port} for the broker is taken");
    }
}
