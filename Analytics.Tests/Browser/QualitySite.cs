using System.Text.Json.Nodes;
using Analytics.Tests.Crash;
using Microsoft.Playwright;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>The platform as processes, whose suite keeps some events out of gold, and a browser that looks at its pages through the API.</summary>
public sealed class QualitySite : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private DrillPlatform? _platform;

    internal DrillPlatform Platform => _platform!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.File is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.LaunchAsync(_playwright);
        _platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(240), quarantines: true);
        _platform.StartStreaming();
        _platform.StartQuality();
        var producer = _platform.StartProducer(rate: 200);
        using var http = new HttpClient { BaseAddress = _platform.ApiAddress };
        await _platform.UntilAsync(async () =>
        {
            using var answer = await http.GetAsync(new Uri("api/quality/runs?outcome=failed", UriKind.Relative), _platform.Deadline);
            return answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync(_platform.Deadline))!["runs"]!.AsArray().Count > 6;
        });
        await _platform.StopProducerAsync(producer);
    }

    /// <summary>A page that has been opened; what the browser complains of is in its list.</summary>
    internal async Task<(IPage Page, List<string> Complaints)> OpenAsync(string path, int width = 1200, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = Platform.ApiAddress.ToString(), ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // Browsers ask for an icon unasked.
            if (message.Type is "error" or "warning" && !message.Location.Contains("favicon", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Platform.ApiAddress.ToString(), StringComparison.Ordinal))
            {
                complaints.Add($"asks {request.Url}");
            }
        };
        await page.GotoAsync(path);
        return (page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await Browser.DisposeAsync();
            await _platform.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
