using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Tests.Streaming;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>The services as processes over a topic of Apache Kafka, on one of the engines.</summary>
internal sealed class PlatformRun : IAsyncDisposable
{
    private readonly PlatformProcesses _processes;
    private bool _isDisposed;

    public PlatformRun(string data, string kafka, string? spark)
    {
        var pipeline = PipelineLocator.Find("saas", AppContext.BaseDirectory);
        Pipeline = PipelineLoader.Load(pipeline);
        _processes = new PlatformProcesses(data, Path.GetFullPath(pipeline), kafka);
        _processes.Settings["Streaming__IdleTimeout"] = "01:00:00";
        if (spark is not null)
        {
            _processes.Settings["Platform__Engine"] = "spark";
            _processes.Settings["ConnectionStrings__spark"] = spark;
            _processes.Settings["Spark__ShufflePartitions"] = "2";
            _processes.Settings["Spark__MaxOffsetsPerTrigger"] = "100000";
        }
    }

    public PipelineDefinition Pipeline { get; }

    public LakeLayout Lake => _processes.Lake;

    public Dictionary<string, string> Settings => _processes.Settings;

    /// <summary>Starts the registry and registers the schema.</summary>
    /// <returns>Its id.</returns>
    public async Task<int> StartRegistryAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await _processes.StartLogAsync(cancellation);
        using var http = new HttpClient { BaseAddress = _processes.Registry };
        var source = Pipeline.Source;
        return await new SchemaRegistryClient(http).RegisterAsync(source.Subject, await File.ReadAllTextAsync(source.SchemaFiles[0], cancellation), cancellation);
    }

    /// <summary>Registers another version of the events' schema.</summary>
    /// <param name="change">What is different from the first one.</param>
    /// <returns>Its id.</returns>
    public async Task<int> RegisterAsync(Action<JsonNode> change)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = _processes.Registry };
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Pipeline.Source.SchemaFiles[0], cancellation))!;
        change(schema["properties"]!);
        return await new SchemaRegistryClient(http).RegisterAsync(Pipeline.Source.Subject, schema.ToJsonString(), cancellation);
    }

    /// <summary>Registers a version in which a column has another type, which the registry only takes when it is told to take anything.</summary>
    /// <returns>Its id.</returns>
    public async Task<int> RegisterIncompatibleAsync()
    {
        using var http = new HttpClient { BaseAddress = _processes.Registry };
        using var level = new StringContent("""{"compatibility":"NONE"}""", System.Text.Encoding.UTF8, "application/json");
        (await http.PutAsync($"config/{Pipeline.Source.Subject}", level, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        return await RegisterAsync(properties => properties["user_id"] = new JsonObject { ["type"] = "integer" });
    }

    /// <summary>What the API's live view of a window table shows now.</summary>
    public async Task<JsonNode> LiveAsync(string table)
    {
        using var http = new HttpClient { BaseAddress = _processes.Api };
        return JsonNode.Parse(await http.GetStringAsync($"api/live/{table}?once=true", TestContext.Current.CancellationToken))!;
    }

    /// <summary>Waits until the ledger is as wanted.</summary>
    public async Task<Ledger> WaitAsync(Func<Ledger, bool> isReached)
    {
        while (true)
        {
            _processes.ThrowIfAnyEnded();
            var ledger = await LedgerAsync();
            if (isReached(ledger))
            {
                return ledger;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until streaming is in a state.</summary>
    /// <returns>Its status then.</returns>
    public async Task<JsonNode> StateAsync(string state)
    {
        while (true)
        {
            _processes.ThrowIfAnyEnded();
            var status = await StatusAsync();
            if (status["state"]!.GetValue<string>() == state)
            {
                return status;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public Task StartAsync() => _processes.StartEngineAsync(TestContext.Current.CancellationToken);

    public ServiceProcess Streaming => _processes.Services.Last(service => service.Name == "Analytics.Streaming");

    public async Task<JsonNode> StatusAsync() => JsonNode.Parse(await _processes.StreamingStatusAsync(TestContext.Current.CancellationToken))!;

    public async Task<Ledger> LedgerAsync() => Ledger.Parse(await _processes.LedgerAsync(TestContext.Current.CancellationToken));

    /// <summary>Says that the topic is complete and waits until all of it is settled.</summary>
    public async Task<Ledger> DrainAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var told = TimeProvider.System.GetTimestamp() - (10 * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            _processes.ThrowIfAnyEnded();
            if (TimeProvider.System.GetElapsedTime(told).TotalSeconds > 5 && await _processes.EndOfInputAsync(cancellation))
            {
                told = TimeProvider.System.GetTimestamp();
            }

            var ledger = await LedgerAsync();
            // Side tables are published from the commits, up to seconds later.
            if (ledger is { EndOfInput: true, Settled: true } && (new DeltaTable(Lake.Ops("dead_letters")).Load()?.RowCount ?? 0) == ledger.DeadLettered)
            {
                return ledger;
            }

            await Task.Delay(200, cancellation);
        }
    }

    /// <summary>All rows of a gold table, as text, in order.</summary>
    public List<string> Gold(string table) => Rows(Lake.Gold(table), _ => true);

    /// <summary>The dead letters, as text, in order.</summary>
    public List<string> DeadLetters() => Rows(Lake.Ops("dead_letters"), column => column != "detail");

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _processes.DisposeAsync();
        }
    }

    /// <summary>The rows of a table that a condition holds for.</summary>
    /// <param name="table">Its folder within the lake, such as <c>gold/events</c>.</param>
    /// <param name="where">A condition in SQL.</param>
    public long Count(string table, string where)
    {
        var delta = new DeltaTable(Path.Combine(Lake.Root, table));
        var snapshot = delta.Load()!;
        return long.Parse(
            IngestHarness.Query($"SELECT count(*)::VARCHAR FROM {LakeSql.Scan(delta.Directory, snapshot.Files, snapshot.Schema)} WHERE {where}").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>The rows of a table as text, in order; doubles to the twelfth digit.</summary>
    /// <param name="folder">The table.</param>
    /// <param name="isWanted">Which columns.</param>
    public static List<string> Rows(string folder, Func<string, bool> isWanted)
    {
        var table = new DeltaTable(folder);
        var snapshot = table.Load()!;
        var columns = snapshot.Schema.Columns.Where(column => isWanted(column.Name)).OrderBy(column => column.Name, StringComparer.Ordinal).Select(Text);
        return IngestHarness.Query(string.Create(
            CultureInfo.InvariantCulture, $"SELECT concat_ws('|', {string.Join(", ", columns)}) AS row FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)} ORDER BY row"));
    }

    private static string Text(LakeColumn column)
    {
        var name = LakeSql.Identifier(column.Name);
        var text = column.Type switch
        {
            LakeType.Timestamp => $"epoch_us({name})",
            LakeType.Binary => $"hex({name})",
            LakeType.Double => $"printf('%.12g', {name})",
            _ => name,
        };
        return $"coalesce({text}::VARCHAR, 'null')";
    }
}
