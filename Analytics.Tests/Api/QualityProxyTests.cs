using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>The API without a Quality service behind it; with one, the browser tests look at the pages through it.</summary>
public sealed class QualityProxyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("/quality")]
    [InlineData("/quality/events/runs/1")]
    public async Task Page_QualityIsAway_IsAPageThatSaysSo(string path)
    {
        using var answer = await fixture.Server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(503);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.ShouldContain("<h1>The Quality service does not answer</h1>");
        page.ShouldContain("services:quality:http:0");
        page.ShouldNotContain("{\"{\"}");
    }

    [Theory]
    [InlineData("/api/quality/runs")]
    [InlineData("/api/quality/runs/events/3")]
    [InlineData("/api/quality/gates")]
    public async Task Api_QualityIsAway_IsAProblem(string path)
    {
        var (status, problem) = await fixture.Server.GetAsync(path);

        status.ShouldBe(503);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("services:quality:http:0");
    }
}
