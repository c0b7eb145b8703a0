using System.Globalization;
using Analytics.Lake.Layout;

namespace Analytics.Benchmarks.Processes;

/// <summary>The services of the platform as processes on random ports, over one data folder.</summary>
internal sealed class PlatformProcesses : IAsyncDisposable
{
    private readonly List<ServiceProcess> _services = [];
    private readonly HttpClient _http = new();
    private readonly string _pipeline;
    private readonly string _logs;
    private readonly string? _externalKafka;
    private readonly int _kafkaPort = FreePort.Next();
    private readonly int _registryPort = FreePort.Next();
    private readonly int _streamingPort = FreePort.Next();
    private readonly int _apiPort = FreePort.Next();

    /// <param name="data">The data folder; the services' output goes to its <c>logs</c>.</param>
    /// <param name="pipeline">The pipeline folder.</param>
    /// <param name="externalKafka">Bootstrap servers of a running Kafka; the embedded broker when null.</param>
    public PlatformProcesses(string data, string pipeline, string? externalKafka = null)
    {
        Data = data;
        _externalKafka = externalKafka;
        _pipeline = pipeline;
        _logs = Directory.CreateDirectory(Path.Combine(data, "logs")).FullName;
    }

    /// <summary>The pipeline that all measures run, as built.</summary>
    public static string ReferencePipeline { get; } = Path.Combine(AppContext.BaseDirectory, "pipelines", "reference");

    public string Data { get; }

    public LakeLayout Lake => new(Data, Path.GetFileName(_pipeline));

    public string BootstrapServers => _externalKafka ?? string.Create(CultureInfo.InvariantCulture, $"localhost:{_kafkaPort}");

    public Uri Registry => Http(_registryPort);

    public Uri Api => Http(_apiPort);

    /// <summary>Environment variables that every service gets.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public IReadOnlyList<ServiceProcess> Services => _services;

    public async Task StartLogAsync(CancellationToken cancellationToken)
    {
        var brokerHealth = FreePort.Next();
        if (_externalKafka is null)
        {
            Start("Analytics.Broker", brokerHealth, "--port", _kafkaPort.ToString(CultureInfo.InvariantCulture), "--data", Data);
        }

        Start("Analytics.SchemaRegistry", _registryPort, "--data", Data);
        if (_externalKafka is null)
        {
            await HealthyAsync(Http(brokerHealth), cancellationToken).ConfigureAwait(false);
        }

        await HealthyAsync(Http(_registryPort), cancellationToken).ConfigureAwait(false);
    }

    public async Task StartEngineAsync(CancellationToken cancellationToken)
    {
        Start("Analytics.Streaming", _streamingPort, "--pipeline", _pipeline, "--data", Data);
        Start("Analytics.Quality", FreePort.Next(), "--pipeline", _pipeline, "--data", Data);
        Start("Analytics.Api", _apiPort, "--pipeline", _pipeline, "--data", Data);
        await HealthyAsync(Http(_apiPort), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells streaming that the topic is complete. True once it has taken note.</summary>
    public async Task<bool> EndOfInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsync(new Uri(Http(_streamingPort), "control/end-of-input"), null, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<string> LedgerAsync(CancellationToken cancellationToken) =>
        await _http.GetStringAsync(new Uri(Http(_apiPort), "api/ledger"), cancellationToken).ConfigureAwait(false);

    public async Task<string> StreamingStatusAsync(CancellationToken cancellationToken) =>
        await _http.GetStringAsync(new Uri(Http(_streamingPort), "status"), cancellationToken).ConfigureAwait(false);

    public void ThrowIfAnyEnded()
    {
        if (_services.Find(s => s.HasExited) is { } dead)
        {
            throw new InvalidOperationException($"{dead.Name} ended: see {dead.LogFile}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_services.Select(service => service.DisposeAsync().AsTask())).ConfigureAwait(false);

        _http.Dispose();
    }

    private static Uri Http(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/"));

    private void Start(string project, int httpPort, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(Settings)
        {
            ["ASPNETCORE_URLS"] = Http(httpPort).GetLeftPart(UriPartial.Authority),
            ["ConnectionStrings__kafka"] = BootstrapServers,
            ["services__schema-registry__http__0"] = Registry.GetLeftPart(UriPartial.Authority),
        };
        _services.Add(ServiceProcess.Start(project, _logs, environment, arguments));
    }

    private async Task HealthyAsync(Uri service, CancellationToken cancellationToken)
    {
        while (true)
        {
            ThrowIfAnyEnded();
            try
            {
                using var response = await _http.GetAsync(new Uri(service, "health"), cancellationToken).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, cancellationToken).ConfigureAwait(false);
        }
    }
}
