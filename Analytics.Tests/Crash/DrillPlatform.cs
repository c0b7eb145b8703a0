using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Analytics.ServiceDefaults.Faults;
using Analytics.Tests.Broker;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The platform's services as processes on ports of their own over a temporary data folder; each can be killed and started again.</summary>
internal sealed class DrillPlatform : IAsyncDisposable
{
    public const string Topic = "events";

    private const string Faults = "duplicates=0.03,disorder=0.03,late=0.02,poison=0.02";
    private const string Address = "http://127.0.0.1:";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _deadline;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly List<DrillService> _services = [];
    private readonly List<JsonNode> _truths = [];
    private readonly List<string> _deaths = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly int _kafkaPort = StablePort.Next();
    private int _runs;

    private readonly bool _maintained;
    private readonly TimeSpan _logRetention;

    private DrillPlatform(TimeSpan limit, bool quarantines, string? lakeVolume, int watermarkSeconds, bool maintained, TimeSpan logRetention)
    {
        _maintained = maintained;
        _logRetention = logRetention;
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _deadline.CancelAfter(limit);
        LakeData = lakeVolume ?? Data;
        DrillPipeline.Write(Pipeline, quarantines, watermarkSeconds);
    }

    /// <summary>Ends every wait of the drill.</summary>
    public CancellationToken Deadline => _deadline.Token;

    public string Pipeline => _folder.At("pipeline");

    /// <summary>The data folder of broker, registry and producer.</summary>
    public string Data => _folder.At("data");

    /// <summary>The data folder of the lake: the same, unless the drill is about its volume.</summary>
    public string LakeData { get; }

    public string BootstrapServers => $"127.0.0.1:{_kafkaPort}";

    public Uri ApiAddress => Uri("Analytics.Api", "");

    public Uri RegistryAddress => Uri("Analytics.SchemaRegistry", "");

    /// <summary>What the producers that have ended say they sent.</summary>
    public IReadOnlyList<JsonNode> Truths => _truths;

    /// <summary>Starts broker, registry and API; the drill starts the rest.</summary>
    public static async Task<DrillPlatform> StartAsync(
        TimeSpan limit,
        bool quarantines = false,
        string? lakeVolume = null,
        int watermarkSeconds = DrillPipeline.WatermarkSeconds,
        bool maintained = true,
        TimeSpan? logRetention = null)
    {
        // By default the verdict can walk every log from its beginning, however long the drill.
        var platform = new DrillPlatform(limit, quarantines, lakeVolume, watermarkSeconds, maintained, logRetention ?? TimeSpan.FromDays(1));
        try
        {
            var broker = platform.StartBroker();
            var registry = platform.StartRegistry();
            var api = platform.Start("Analytics.Api", null, "--pipeline", platform.Pipeline, "--data", platform.LakeData);
            foreach (var service in (DrillService[])[broker, registry, api])
            {
                await platform.AnswersAsync(service, "health");
            }

            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>The newest broker.</summary>
    public DrillService Broker => _services.FindLast(service => service.Name == "Analytics.Broker")!;

    /// <summary>The newest registry.</summary>
    public DrillService Registry => _services.FindLast(service => service.Name == "Analytics.SchemaRegistry")!;

    public DrillService StartBroker() => Start("Analytics.Broker", null, "--port", _kafkaPort.ToString(CultureInfo.InvariantCulture), "--data", Data);

    public DrillService StartRegistry() => Start("Analytics.SchemaRegistry", null, "--data", Data);

    /// <param name="fault">The step at which it kills itself; null for none.</param>
    public DrillService StartStreaming(string? fault = null) => Start("Analytics.Streaming", fault, "--pipeline", Pipeline, "--data", LakeData);

    /// <param name="fault">The step at which it kills itself; null for none.</param>
    public DrillService StartQuality(string? fault = null) => Start("Analytics.Quality", fault, "--pipeline", Pipeline, "--data", LakeData);

    /// <summary>A command of Streaming's command line.</summary>
    /// <param name="fault">The step at which it kills itself; null for none.</param>
    /// <param name="command">The command and its options.</param>
    public DrillService StartOperation(string? fault, params string[] command) => Start("Analytics.Streaming", fault, [.. command, "--pipeline", Pipeline, "--data", LakeData]);

    /// <summary>Registers a schema.</summary>
    /// <returns>Its id.</returns>
    public async Task<int> RegisterAsync(string subject, string schema)
    {
        using var answer = await _http.PostAsJsonAsync(Uri("Analytics.SchemaRegistry", $"subjects/{subject}/versions"), new { schemaType = "JSON", schema }, Deadline);
        var text = await answer.Content.ReadAsStringAsync(Deadline);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return (int)JsonNode.Parse(text)!["id"]!;
    }

    /// <summary>A decision from the command line.</summary>
    /// <param name="fault">The step at which it kills itself; null for none.</param>
    /// <param name="action"><c>release</c> or <c>discard</c>.</param>
    /// <param name="batch">A quarantined batch of events.</param>
    public DrillService StartDecision(string? fault, string action, long batch) => Start(
        "Analytics.Quality", fault, action, "events", batch.ToString(CultureInfo.InvariantCulture), "--pipeline", Pipeline, "--data", LakeData);

    /// <summary>The batches of events in quarantine, the oldest first.</summary>
    public async Task<IReadOnlyList<long>> QuarantinedAsync() =>
        [.. (await _http.GetFromJsonAsync<JsonNode>(Uri("Analytics.Quality", "quarantine/events"), Deadline))!["batches"]!.AsArray().Select(batch => (long)batch!["batch"]!)];

    /// <summary>Asks Quality for a decision; null when it does not answer.</summary>
    public async Task<JsonNode?> DecideAsync(string action, long batch)
    {
        using var answer = await TryAsync(() => _http.PostAsync(Uri("Analytics.Quality", $"quarantine/events/{batch}/{action}"), null, Deadline));
        return answer is null ? null : JsonNode.Parse(await answer.Content.ReadAsStringAsync(Deadline));
    }

    /// <param name="rate">Records a second.</param>
    /// <param name="count">Records in all; null until it is stopped.</param>
    /// <param name="faults">What is wrong with some of them.</param>
    public DrillService StartProducer(int rate, int? count = null, string faults = Faults)
    {
        _runs++;
        return Start(
            "Analytics.Producer", null,
            [
                "--pipeline", Pipeline, "--data", Data, "--simulate", "--seed", Text(_runs), "--rate", Text(rate), "--faults", faults, "--ledger", TruthFile(_runs),
                .. count is { } records ? (string[])["--count", Text(records)] : [],
            ]);
    }

    /// <summary>Sends a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rate">Records a second.</param>
    public DrillService StartFileProducer(string file, int rate) =>
        Start("Analytics.Producer", null, "--pipeline", Pipeline, "--data", Data, "--file", file, "--rate", Text(rate));

    /// <summary>Waits until the producer has sent everything and every record is acknowledged.</summary>
    public async Task ProducedAsync(DrillService producer) => await ReadTruthAsync(producer, await producer.EndAsync(Deadline));

    /// <summary>Stops the producer; every record that it has sent is acknowledged.</summary>
    public async Task StopProducerAsync(DrillService producer) => await ReadTruthAsync(producer, await producer.StopAsync(Deadline));

    /// <summary>Declares the input complete until everything in the topic is settled and every window is closed.</summary>
    public async Task<JsonNode> DrainAsync()
    {
        var records = Records();
        JsonNode? ledger = null;
        try
        {
            while (true)
            {
                await TryAsync(() => _http.PostAsync(Uri("Analytics.Streaming", "control/end-of-input"), null, Deadline));
                ledger = await LedgerAsync();
                if ((bool)ledger["end_of_input"]! && (bool)ledger["settled"]! && (long)ledger["consumed"]! == records)
                {
                    return ledger;
                }

                await Task.Delay(100, Deadline);
            }
        }
        catch (OperationCanceledException) when (Deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"{records} records in the topic, ledger {ledger?.ToJsonString()}\n{Logs()}");
        }
    }

    public async Task<JsonNode> LedgerAsync() => (await _http.GetFromJsonAsync<JsonNode>(Uri("Analytics.Api", "api/ledger"), Deadline))!;

    /// <summary>Asks the API.</summary>
    public Task<HttpResponseMessage> QueryAsync(string sql) => _http.PostAsJsonAsync(Uri("Analytics.Api", "api/query"), new { sql }, Deadline);

    /// <summary>Asks the API for something else.</summary>
    public async Task<JsonNode> ApiAsync(string path)
    {
        using var answer = await _http.GetAsync(Uri("Analytics.Api", path), Deadline);
        var text = await answer.Content.ReadAsStringAsync(Deadline);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Has the API do something.</summary>
    public async Task<(int Status, JsonNode Answer)> ApiAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(Uri("Analytics.Api", path), body, Deadline);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Deadline))!);
    }

    /// <summary>Waits until the ledger says so.</summary>
    public Task LedgerAsync(Func<JsonNode, bool> condition) => UntilAsync(async () => condition(await LedgerAsync()));

    /// <summary>Waits until streaming is in a state, by its own word.</summary>
    public Task StreamingStateAsync(string state) => UntilAsync(async () => await StreamingStatusAsync() is { } status && (string)status["state"]! == state);

    /// <summary>Streaming's own status; null while it does not answer.</summary>
    public async Task<JsonNode?> StreamingStatusAsync()
    {
        using var answer = await TryAsync(() => _http.GetAsync(Uri("Analytics.Streaming", "status"), Deadline));
        return answer is null ? null : JsonNode.Parse(await answer.Content.ReadAsStringAsync(Deadline));
    }

    /// <summary>The text of a service's health endpoint and whether it is well; null while it does not answer.</summary>
    public async Task<(bool Healthy, string Text)?> HealthAsync(string service)
    {
        using var answer = await TryAsync(() => _http.GetAsync(Uri(service, "health"), Deadline));
        return answer is null ? null : (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Deadline));
    }

    /// <summary>Waits until a service has written a text: its log comes a little after its state.</summary>
    public Task SaysAsync(DrillService service, string text) => UntilAsync(() => Task.FromResult(service.Output.Contains(text, StringComparison.Ordinal)));

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        try
        {
            while (!await condition())
            {
                await Task.Delay(50, Deadline);
            }
        }
        catch (OperationCanceledException) when (Deadline.IsCancellationRequested)
        {
            throw new TimeoutException(Logs());
        }
    }

    /// <summary>Waits until a service has killed itself at a step; a step that is never reached is named, with how long the ones before it took.</summary>
    public async Task DiesAsync(DrillService service, string step)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            (await service.EndAsync(Deadline)).ShouldBe(DrillService.Killed, $"{step}\n{service.Output}");
        }
        catch (OperationCanceledException) when (Deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"{step} was not reached; before it: {string.Join(", ", _deaths)}\n{Logs()}");
        }

        _deaths.Add(string.Create(CultureInfo.InvariantCulture, $"{step} {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s"));
    }

    /// <summary>Records in the topic, by the broker.</summary>
    public long Records(string topic = Topic)
    {
        using var client = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = BootstrapServers, GroupId = "drill" }).Build();
        var partitions = client.GetMetadata(topic, TimeSpan.FromSeconds(20)).Topics.Single().Partitions;
        return partitions.Sum(partition =>
        {
            var range = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition.PartitionId), TimeSpan.FromSeconds(20));
            return range.High.Value - range.Low.Value;
        });
    }

    public async Task AnswersAsync(DrillService service, string path)
    {
        await UntilAsync(async () =>
        {
            service.HasExited.ShouldBeFalse(service.Output);
            using var answer = await TryAsync(() => _http.GetAsync(Uri(service.Name, path), Deadline));
            return answer is { IsSuccessStatusCode: true };
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_services))
        {
            await service.DisposeAsync();
        }

        _http.Dispose();
        _deadline.Dispose();
        _folder.Dispose();
    }

    private static async Task<HttpResponseMessage?> TryAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return null;
        }
    }

    private async Task ReadTruthAsync(DrillService producer, int exitCode)
    {
        exitCode.ShouldBe(0, producer.Output);
        var truth = JsonNode.Parse(await File.ReadAllTextAsync(TruthFile(_runs), Deadline))!;
        ((long)truth["acknowledged"]!).ShouldBe((long)truth["sent"]!, producer.Output);
        _truths.Add(truth);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string TruthFile(int run) => _folder.At($"truth-{run}.json");

    private string Logs() => string.Join("\n\n", _services.Select(service => $"== {service.Name} {(service.HasExited ? service.ExitCode : "runs")}\n{Tail(service.Output)}"));

    private static string Tail(string text) => text.Length > 3000 ? text[^3000..] : text;

    private Uri Uri(string service, string path) => new($"{Address}{Text(Port(service))}/{path}");

    private int Port(string service)
    {
        if (!_ports.TryGetValue(service, out var port))
        {
            port = _ports[service] = StablePort.Next();
        }

        return port;
    }

    /// <summary>A second instance of a service gets the port of the first, unless that one still has it.</summary>
    private DrillService Start(string name, string? fault, params string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = _services.Exists(service => service.Name == name && !service.HasExited) ? Address + "0" : Address + Text(Port(name)),
            ["ConnectionStrings__kafka"] = BootstrapServers,
            ["services__schema-registry__http__0"] = Address + Text(Port("Analytics.SchemaRegistry")),
            ["services__quality__http__0"] = Address + Text(Port("Analytics.Quality")),
            ["DOTNET_TieredPGO"] = "0",
            ["Streaming__TopicCheckInterval"] = "00:00:00.5",
            ["Maintenance__Enabled"] = _maintained ? "true" : "false",
            ["Maintenance__Retention"] = "00:01:00",
            ["Maintenance__LogRetention"] = _logRetention.ToString("c", CultureInfo.InvariantCulture),
            ["Maintenance__MinFiles"] = "8",
        };
        if (fault is not null)
        {
            environment[FaultPoints.Variable] = fault;
        }

        var service = DrillService.Start(name, environment, arguments);
        _services.Add(service);
        return service;
    }
}
