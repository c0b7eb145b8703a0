using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Contracts.Registry;
using Analytics.SchemaRegistry.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>A registry on a free port over a folder of its own.</summary>
internal sealed class RunningRegistry : IAsyncDisposable
{
    private readonly KeyValuePair<string, string?>[] _settings;
    private WebApplication _app;
    private bool _disposed;

    private RunningRegistry(string data, KeyValuePair<string, string?>[] settings, WebApplication app)
    {
        Data = data;
        _settings = settings;
        _app = app;
        Http = Connect(app);
    }

    public string Data { get; }

    public string LogFile => Path.Combine(Data, "registry", "registry.jsonl");

    public HttpClient Http { get; private set; }

    public SchemaRegistryClient Client => new(Http);

    /// <summary>Starts it.</summary>
    /// <param name="settings">Configuration, name and value each.</param>
    public static async Task<RunningRegistry> StartAsync(params KeyValuePair<string, string?>[] settings)
    {
        var data = Directory.CreateTempSubdirectory("registry-").FullName;
        try
        {
            return new RunningRegistry(data, settings, await ServeAsync(data, settings));
        }
        catch
        {
            Directory.Delete(data, recursive: true);
            throw;
        }
    }

    /// <summary>Stops it, lets the caller at the files, and starts it again.</summary>
    public async Task RestartAsync(Action? whileStopped = null)
    {
        Http.Dispose();
        await _app.DisposeAsync();
        whileStopped?.Invoke();
        _app = await ServeAsync(Data, _settings);
        Http = Connect(_app);
    }

    public async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonNode>());
    }

    /// <summary>Registers a schema; status and id or error code.</summary>
    public async Task<(int Status, int Number)> RegisterAsync(string subject, string schema, string query = "")
    {
        var (status, body) = await SendAsync("POST", $"/subjects/{subject}/versions{query}", Body(schema));
        return (status, (int)(body!["id"] ?? body["error_code"])!);
    }

    public static string Body(string schema, string? type = "JSON") => new JsonObject { ["schemaType"] = type, ["schema"] = schema }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    private static async Task<WebApplication> ServeAsync(string data, KeyValuePair<string, string?>[] settings)
    {
        var app = await RegistryHost.BuildAsync(new RegistryOptions("http://127.0.0.1:0", data), settings);
        await app.StartAsync();
        return app;
    }

    private static HttpClient Connect(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First()) };
}
