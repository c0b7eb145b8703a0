using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The pages of the quarantine, through the API: what their forms do to the lake.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class QuarantineFormTests
{
    [Fact]
    public async Task Forms_release_and_discard_once_and_windows_follow()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), quarantines: true);
        platform.StartStreaming();
        platform.StartQuality();
        await platform.ProducedAsync(platform.StartProducer(rate: 500, count: 3000));
        await platform.UntilAsync(async () => (await platform.QuarantinedAsync()).Count >= 4);
        var batches = await platform.QuarantinedAsync();
        using var http = new HttpClient { BaseAddress = platform.ApiAddress };

        (await http.GetStringAsync(new Uri("quality/quarantine", UriKind.Relative), platform.Deadline)).ShouldContain($"value=\"{batches[0]}\"");
        (await http.GetStringAsync(new Uri($"quality/quarantine/events/{batches[0]}", UriKind.Relative), platform.Deadline)).ShouldContain("<td class=\"bad\">signup</td>");

        // Another site's page gets nowhere, a person's release is done, and done once.
        (await SendAsync("release", [batches[0]], ("Sec-Fetch-Site", "cross-site"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync("release", [batches[0]], ("Origin", "http://elsewhere.example"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await platform.QuarantinedAsync()).ShouldContain(batches[0]);
        var (status, page) = await SendAsync("release", [batches[0], batches[1]], ("Sec-Fetch-Site", "same-origin"));
        (status, page.Contains("rows released", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true), page);
        (status, page) = await SendAsync("release", [batches[0], batches[1]]);
        (status, page.Contains("Nothing left to do", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true), page);

        // Discarding is asked about first; the other decision about a batch is refused.
        (status, page) = await SendAsync("discard", [batches[2]]);
        (status, page.Contains($"Discard batch {batches[2]}?", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true), page);
        (await platform.QuarantinedAsync()).ShouldContain(batches[2]);
        (status, page) = await SendAsync("discard&confirmed=yes", [batches[2]]);
        (status, page.Contains("discarded", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true), page);
        (status, page) = await SendAsync("release", [batches[2], 999_999]);
        status.ShouldBe(HttpStatusCode.Conflict, page);
        page.ShouldContain("has been discarded before");
        page.ShouldContain("no batch 999999 is in quarantine");
        (await SendAsync("release", [])).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync("keep", [batches[3]])).Status.ShouldBe(HttpStatusCode.BadRequest);

        var ledger = await LakeVerdict.OfAsync(platform);
        ((long)ledger["discarded"]!).ShouldBeGreaterThan(0);
        ((long)ledger["quarantined"]!).ShouldBeGreaterThan(0);
        var released = await platform.QueryAsync("SELECT count(*) AS n FROM events WHERE event_type = 'signup'");
        ((long)JsonNode.Parse(await released.Content.ReadAsStringAsync(platform.Deadline))!["rows"]![0]![0]!).ShouldBeGreaterThan(0);

        async Task<(HttpStatusCode Status, string Page)> SendAsync(string action, long[] chosen, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("quality/quarantine/events", UriKind.Relative))
            {
                Content = new StringContent($"{string.Concat(chosen.Select(batch => $"batch={batch}&"))}action={action}", null, "application/x-www-form-urlencoded"),
            };
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            using var answer = await http.SendAsync(request, platform.Deadline);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(platform.Deadline));
        }
    }
}
