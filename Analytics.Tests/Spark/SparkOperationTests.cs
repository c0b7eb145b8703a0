using Analytics.Benchmarks.Jvm;
using Analytics.Tests.SparkConnect;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>What happens to a pipeline on Spark beside its data: schemas come, servers go.</summary>
[Trait("Category", "Spark")]
public sealed class SparkOperationTests(SparkServer server) : IAsyncLifetime
{
    private const int Events = 2_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-operation-").FullName;
    private KafkaProcess? _kafka;
    private PlatformRun? _run;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PlatformRun Run => _run!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        var spark = await server.ConnectionStringAsync();
        _kafka = await KafkaProcess.StartAsync(Path.Combine(_folder, "kafka"), Cancellation);
        _run = new PlatformRun(Path.Combine(_folder, "data"), _kafka.BootstrapServers, spark);

        // The sink's log is compacted all the time.
        Run.Settings["Spark__Conf__spark.sql.streaming.fileSink.log.compactInterval"] = "2";
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }

        if (_kafka is not null)
        {
            await _kafka.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Timeout = 600_000)]
    public async Task AnEmptyTopic_Ends_AndANewSchemaVersion_BringsItsColumn_AndEachRecordIsCountedOnce()
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        var schema = await Run.StartRegistryAsync();
        var topic = new ParityTopic(40 * Events, seed: 3);
        await ParityTopic.CreateAsync(_kafka!.BootstrapServers, Run.Pipeline.Source.Topic);
        await Run.StartAsync();
        (await Run.DrainAsync()).Consumed.ShouldBe(0);
        await SendAsync(topic, schema);
        await Run.WaitAsync(ledger => ledger.Gold == Events);

        // The query that reads these was compiled before there was their schema.
        (await Run.RegisterAsync(properties => properties["plan"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "string" })).ShouldBe(schema + 1);
        topic.Extra = ",\"plan\":\"pro\"";
        await SendAsync(topic, schema + 1);
        await Run.WaitAsync(ledger => ledger.Gold == 2 * Events);
        var ledger = await Run.DrainAsync();

        Run.Count("gold/events", "plan = 'pro'").ShouldBe(Events);
        Run.Count("gold/events", "plan IS NULL").ShouldBe(Events);
        (ledger.Consumed, ledger.Accepted, ledger.Duplicate, ledger.DeadLettered, ledger.Gold).ShouldBe((topic.Sent, 2 * Events, topic.Duplicates, topic.Poison, 2 * Events));
        Run.DeadLetters().Distinct().Count().ShouldBe((int)topic.Poison);
        Run.DeadLetters().Count(letter => letter.Contains("|unknown_schema|", StringComparison.Ordinal)).ShouldBeInRange(1, (int)topic.Poison / 2);
        Directory.EnumerateFiles(Path.Combine(Run.Lake.Root, "spark", "stage", "_spark_metadata"), "*.compact").ShouldNotBeEmpty();
    }

    [Fact(Timeout = 600_000)]
    public async Task AFailedQuery_SaysWhy_AndGoesOn_AsItDoesAfterKafkaWasKilled()
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        var schema = await Run.StartRegistryAsync();
        var topic = new ParityTopic(3 * Events, seed: 4);
        await ParityTopic.CreateAsync(_kafka!.BootstrapServers, Run.Pipeline.Source.Topic);
        await SendAsync(topic, schema);
        await Run.StartAsync();
        await Run.WaitAsync(ledger => ledger.Gold == Events);

        // Where Spark's files should go is something else: the query fails at its next batch, and at each try.
        var blocked = Path.Combine(Run.Lake.Root, "spark", "stage", "_kind=accepted");
        Directory.Delete(blocked, recursive: true);
        await File.WriteAllTextAsync(blocked, "", Cancellation);
        await SendAsync(topic, schema);
        var failed = await Run.StateAsync("spark_failed");
        failed["detail"]!.GetValue<string>().ShouldContain("TASK_WRITE_FAILED");
        File.Delete(blocked);
        await Run.WaitAsync(ledger => ledger.Gold == 2 * Events);
        await Run.StateAsync("running");

        await _kafka.KillAndRestartAsync(Cancellation);
        await SendAsync(topic, schema);
        var ledger = await Run.DrainAsync();

        (ledger.Consumed, ledger.Accepted, ledger.Duplicate, ledger.DeadLettered, ledger.Gold).ShouldBe((topic.Sent, 3 * Events, topic.Duplicates, topic.Poison, 3 * Events));
        Run.Gold("events").Distinct().Count().ShouldBe(3 * Events);
    }

    private Task SendAsync(ParityTopic topic, int schema) => topic.SendAsync(_kafka!.BootstrapServers, Run.Pipeline.Source.Topic, schema, Events, Cancellation);
}
