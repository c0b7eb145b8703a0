using System.Text;
using System.Text.Json.Nodes;
using Analytics.Broker;
using Analytics.Contracts.Inputs;
using Analytics.Contracts.Pipelines;
using Analytics.Producer.Hosting;
using Analytics.Producer.Simulation;
using Analytics.Tests.SchemaRegistry;
using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Producer;

/// <summary>The producer against a real broker and a real registry.</summary>
[Trait("Category", "Integration")]
public sealed class ProducerEndToEndTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("producer-").FullName;
    private EmbeddedBroker _broker = null!;
    private RunningRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await EmbeddedBroker.StartAsync(Path.Combine(_folder, "broker"), port: 0);
        _registry = await RunningRegistry.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_simulation_sends_what_its_ledger_says()
    {
        var ledger = Path.Combine(_folder, "ledger.json");
        var pipeline = PipelineLoader.Load(TestData.Find("pipelines/saas"));

        var exitCode = await RunAsync(new ProducerOptions
        {
            Pipeline = pipeline,
            Data = _folder,
            Count = 2000,
            Seed = 11,
            Faults = new FaultRates(0.05, 0.05, 0.05, 0.05),
            Ledger = ledger,
        });

        exitCode.ShouldBe(0);
        var truth = JsonNode.Parse(await File.ReadAllTextAsync(ledger))!;
        ((long)truth["acknowledged"]!).ShouldBe(2000);
        ((bool)truth["complete"]!).ShouldBeTrue();
        var records = ReadAll(pipeline.Source.Topic, pipeline.Source.Partitions, 2000);
        var valid = records.Where(record => record.Message.Value is [0, 0, 0, 0, 1, ..] && record.Message.Value[^1] == '}').ToList();
        var ids = valid.Select(record => Encoding.UTF8.GetString(record.Message.Key)).ToList();
        (ids.Count - ids.Distinct().Count()).ShouldBe((int)truth["expected"]!["duplicate"]!);
        truth["partitions"]!.AsArray().Select(partition => (int)partition!["sent"]!)
            .ShouldBe(Enumerable.Range(0, pipeline.Source.Partitions).Select(partition => records.Count(record => record.Partition.Value == partition)));
        (await _registry.Client.GetVersionsAsync(pipeline.Source.Subject)).Count.ShouldBe(pipeline.Source.SchemaFiles.Count);
    }

    [Fact]
    public async Task A_file_arrives_once_and_in_order_across_an_interruption()
    {
        const int Rows = 5000;
        var pipeline = PipelineLoader.Load(TestData.Find("pipelines/flights"));
        var file = Path.Combine(_folder, "rows.ndjson");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, Rows).Select(i => $$"""{"row":{{i}}}"""));
        var options = new ProducerOptions { Pipeline = pipeline, Data = _folder, File = InputFile.Inspect(file), Rate = 2000 };

        using (var stop = new CancellationTokenSource())
        {
            var first = RunAsync(options, stop.Token);
            var partial = () => _broker.Topics.TryGet(pipeline.Source.Topic, out _) && End(pipeline.Source.Topic, 0) > 50;
            await WaitAsync(partial);
            await stop.CancelAsync();
            (await first).ShouldBe(0);
        }

        End(pipeline.Source.Topic, 0).ShouldBeLessThan(Rows / pipeline.Source.Partitions);
        (await RunAsync(options with { Rate = null })).ShouldBe(0);
        (await RunAsync(options with { Rate = null })).ShouldBe(0);

        var records = ReadAll(pipeline.Source.Topic, pipeline.Source.Partitions, Rows);
        foreach (var partition in records.GroupBy(record => record.Partition.Value))
        {
            partition.OrderBy(record => record.Offset.Value)
                .Select(record => (int)JsonNode.Parse(record.Message.Value.AsSpan(5))!["row"]!)
                .ShouldBe(Enumerable.Range(0, Rows).Where(row => row % pipeline.Source.Partitions == partition.Key));
        }
    }

    [Fact]
    public async Task A_schema_that_the_registry_refuses_is_named()
    {
        var pipeline = PipelineLoader.Load(TestData.Find("pipelines/saas"));
        await _registry.RegisterAsync(pipeline.Source.Subject, """{"type":"array"}""");

        var error = await Should.ThrowAsync<PipelineException>(() => RunAsync(new ProducerOptions { Pipeline = pipeline, Data = _folder, Count = 1 }));

        error.Message.ShouldContain("event.v1.json");
        error.Message.ShouldContain("409");
    }

    private async Task<int> RunAsync(ProducerOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:kafka"] = _broker.BootstrapServers;
        builder.Configuration["services:schema-registry:http:0"] = _registry.Http.BaseAddress!.ToString();
        await using var app = ProducerHost.Build(builder, options);
        return await app.Services.GetRequiredService<ProducerJob>().RunAsync(cancellationToken);
    }

    private List<ConsumeResult<byte[], byte[]>> ReadAll(string topic, int partitions, int expected)
    {
        using var consumer = Consumer();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (records.Count < expected && consumer.Consume(TimeSpan.FromSeconds(20)) is { } record)
        {
            records.Add(record);
        }

        consumer.Consume(TimeSpan.FromMilliseconds(200)).ShouldBeNull();
        records.Count.ShouldBe(expected);
        return records;
    }

    private long End(string topic, int partition)
    {
        using var consumer = Consumer();
        return consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(10)).High.Value;
    }

    private IConsumer<byte[], byte[]> Consumer() =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _broker.BootstrapServers, GroupId = "test", EnableAutoCommit = false }).Build();

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
