using Analytics.Tests.Node;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// What a JavaScript application does with a broker (<c>Node/kafka-matrix.js</c>): topics, records, offsets, groups with three members, transactions, errors.
/// The expected lines are those that Apache Kafka 4.2 gives.
/// </summary>
[Trait("Category", "Integration")]
public sealed class NodeMatrixTests
{
    [Theory(Timeout = 180_000)]
    [InlineData("kafkajs", "kafkajs", "kafka-matrix.kafkajs.txt")]
    [InlineData("@confluentinc/kafka-javascript", "@confluentinc/kafka-javascript/build/Release/confluent-kafka-javascript.node", "kafka-matrix.kafka-javascript.txt")]
    public async Task EveryCheck_OfTheClient_GivesWhatKafkaGives(string client, string installed, string expected)
    {
        await using var broker = TestBroker.Start();

        var output = await NodeScript.RunAsync("kafka-matrix.js", installed, [broker.BootstrapServers, client], TestContext.Current.CancellationToken);

        output.ShouldBe(await File.ReadAllTextAsync(Path.Combine(NodeScript.Folder, expected), TestContext.Current.CancellationToken));
    }
}
