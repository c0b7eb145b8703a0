using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>Forms and decisions pass through the API to a service in Quality's place, unless another site's page sends them.</summary>
public sealed class QualityFormTests : IAsyncLifetime
{
    private readonly TestLake _lake = new();
    private readonly List<string> _received = [];
    private WebApplication? _quality;
    private ApiServer? _api;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _quality = builder.Build();
        _quality.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            _received.Add($"{context.Request.Method} {context.Request.Path} {context.Request.ContentType} {await body.ReadToEndAsync()}");
            context.Response.StatusCode = 409;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
            await context.Response.WriteAsync("<h1>Released before</h1>");
        });
        await _quality.StartAsync(TestContext.Current.CancellationToken);
        _api = await ApiServer.StartAsync(_lake, ("services:quality:http:0", _quality.Urls.Single()));
    }

    [Fact]
    public async Task Form_OfOurOwnPage_IsPassedOnAndItsAnswerBack()
    {
        using var answer = await SendAsync("/quality/quarantine/events", "same-origin");

        ((int)answer.StatusCode).ShouldBe(409);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("<h1>Released before</h1>");
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'"]);
        _received.ShouldBe(["POST /quality/quarantine/events application/x-www-form-urlencoded batch=3&batch=4&action=release"]);
    }

    [Theory]
    [InlineData("/quality/quarantine/events")]
    [InlineData("/api/quality/quarantine/events/3/discard")]
    public async Task Post_OfAnotherSitesPage_GoesNowhere(string path)
    {
        using var answer = await SendAsync(path, "cross-site");

        ((int)answer.StatusCode).ShouldBe(403);
        _received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_OfAProgram_IsPassedOn()
    {
        using var answer = await SendAsync("/api/quality/quarantine/events/3/discard", null);

        _received.ShouldHaveSingleItem().ShouldStartWith("POST /quarantine/events/3/discard");
    }

    [Theory]
    [InlineData("/quality")]
    [InlineData("/quality/events/runs/3")]
    public async Task Post_ToAPage_IsNotAllowed(string path)
    {
        using var answer = await SendAsync(path, "same-origin");

        ((int)answer.StatusCode).ShouldBe(405);
        _received.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _api!.DisposeAsync();
        await _quality!.DisposeAsync();
        _lake.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([new("batch", "3"), new("batch", "4"), new("action", "release")]),
        };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return await _api!.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
