using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Streaming.Hosting;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.Operations;

/// <summary>A command at work on a lake: its settings and clients, and the lake's owner, or its lock where the owner is down.</summary>
internal sealed class LakeOperation : IAsyncDisposable
{
    private readonly WebApplication _services;
    private readonly HttpClient _owner = new() { Timeout = Timeout.InfiniteTimeSpan };

    private LakeOperation(WebApplicationBuilder builder)
    {
        Settings = StreamingHost.Settings(builder.Configuration);
        Maintenance = StreamingHost.Maintenance(builder.Configuration);
        Configuration = builder.Configuration;
        _services = builder.Build();
        if (!Directory.Exists(Settings.Lake.Root))
        {
            throw new IOException($"{Settings.Lake.Root}: there is no lake; name its data folder with --data and its pipeline with --pipeline.");
        }
    }

    public IngestSettings Settings { get; }

    public MaintenanceSettings Maintenance { get; }

    public ConfigurationManager Configuration { get; }

    public IServiceProvider Services => _services.Services;

    /// <exception cref="IOException">There is no lake.</exception>
    public static LakeOperation Open(StreamingArguments arguments)
    {
        var builder = StreamingHost.CreateBuilder(arguments);

        // What a command has to say it prints itself.
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return new LakeOperation(builder);
    }

    /// <summary>Takes the lock of the lake's owner.</summary>
    /// <returns>Null when the owner is running.</returns>
    public WriterLock? TryLock()
    {
        try
        {
            return WriterLock.Acquire(Settings.Lake.Root, RoleLock.Role);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Asks the running owner.</summary>
    /// <exception cref="IOException">It does not answer, or says no.</exception>
    public async Task<T> AskOwnerAsync<T>(string path, CancellationToken cancellationToken)
    {
        var owner = WriterLock.ReadAddress(Settings.Lake.Root, RoleLock.Role)
            ?? throw new IOException($"{Settings.Lake.Root}: the running owner of this lake has not said where it answers; try again once it is up");
        var address = new Uri(new Uri(owner), path);
        try
        {
            using var response = await _owner.PostAsync(address, content: null, cancellationToken);
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadFromJsonAsync<T>(cancellationToken))!
                : throw new IOException($"{address}: {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (HttpRequestException error)
        {
            throw new IOException($"{address}: the owner of this lake does not answer: {error.Message} Nothing was half done; try again.", error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await _services.DisposeAsync();
    }
}
