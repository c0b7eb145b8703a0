using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// What a JavaScript application does with a broker (<c>Node/matrix.js</c>): topics, records, offsets, groups with three members, transactions, errors.
/// The expected lines are those that Apache Kafka 4.2 gives. The clients are where <c>Node/install.sh</c> has put them: <c>NODE_CLIENTS</c>.
/// </summary>
[Trait("Category", "Integration")]
public sealed class NodeMatrixTests
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", "Node");
    private static readonly string? Modules = Environment.GetEnvironmentVariable("NODE_CLIENTS") is { Length: > 0 } folder ? Path.Combine(folder, "node_modules") : null;

    [Theory(Timeout = 180_000)]
    [InlineData("kafkajs", "kafkajs", "expected.kafkajs.txt")]
    [InlineData("@confluentinc/kafka-javascript", "@confluentinc/kafka-javascript/build/Release/confluent-kafka-javascript.node", "expected.kafka-javascript.txt")]
    public async Task EveryCheck_OfTheClient_GivesWhatKafkaGives(string client, string installed, string expected)
    {
        Assert.SkipWhen(Modules is null || !Path.Exists(Path.Combine(Modules, installed)), $"needs node and, in NODE_CLIENTS, {client}; ./test.sh installs them where it can");
        await using var broker = TestBroker.Start();

        var output = await RunAsync(client, broker.Running.Port, TestContext.Current.CancellationToken);

        output.ShouldBe(await File.ReadAllTextAsync(Path.Combine(Scripts, expected), TestContext.Current.CancellationToken));
    }

    private static async Task<string> RunAsync(string client, int port, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Scripts, "matrix.js"), $"localhost:{port}", client])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = Modules },
        })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            process.ExitCode.ShouldBe(0, output + await error);
            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
