using System.Net.Http.Json;
using System.Text.Json;
using Analytics.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Analytics.Tests.Api;

/// <summary>The API over a lake, on Kestrel and a free port, with workers of their own processes.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiServer(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    public static async Task<ApiServer> StartAsync(TestLake lake, params (string Key, string Value)[] settings)
    {
        var app = ApiApplication.Build(
        [
            new("urls", "http://127.0.0.1:0"),
            new("Platform:Pipeline", lake.Pipeline),
            new("Platform:Data", lake.Data),
            new("Logging:LogLevel:Default", "Warning"),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)),
        ]);
        await app.StartAsync();
        return new ApiServer(app);
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<(int Status, JsonElement Body)> QueryAsync(string sql, object? parameters = null)
    {
        using var response = await Client.PostAsJsonAsync(new Uri("/api/query", UriKind.Relative), new { sql, parameters });
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
