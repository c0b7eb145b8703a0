using System.Net;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>A file of gold that is cut short, gone or damaged is named and never served, whether it was before the API started or happens under it.</summary>
public sealed class VerificationTests : IDisposable
{
    private static readonly (string Key, string Value) Slowly = ("Api:Verification:BytesPerSecond", "1");

    private readonly TestLake _lake = new();

    public VerificationTests()
    {
        _lake.Stage(0, 600, new EventCounts(600, 600, 0, 0, 0));
        _lake.Settle(0, 300, new SettlementCounts(300, 0, 0), new SettlementCounts(300, 0, 0), stagingVersion: 0);
        _lake.Settle(300, 600, new SettlementCounts(300, 0, 0), new SettlementCounts(600, 0, 0), stagingVersion: 1);
        _lake.SettleWindows($"SELECT make_timestamp({TestLake.Start}) AS window_start, make_timestamp({TestLake.Start + TestLake.Minute}) AS window_end, 'a' AS tenant, 20 AS events", 1, TestLake.Start + TestLake.Minute);
    }

    public enum Damage
    {
        DataPage,
        Footer,
        Truncated,
        Missing,
    }

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData(Damage.DataPage)]
    [InlineData(Damage.Footer)]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Missing)]
    public async Task DamagedFile_IsNamedAndNotServed_UntilItIsRestored(Damage damage)
    {
        var file = EventFile(1);
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Do(damage, file);
        await using var server = await ApiServer.StartAsync(_lake);

        (await server.QueryAsync("SELECT sum(events) FROM metrics")).Status.ShouldBe(200);
        await RefusedAsync(server, file);
        var health = await UntilAsync(() => server.Client.GetAsync(new Uri("/health", UriKind.Relative)), answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        (await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(Path.GetFileName(file));

        await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);
        (await server.QueryAsync("SELECT count(*) FROM events")).Status.ShouldBe(200);
        await UntilAsync(() => server.Client.GetAsync(new Uri("/health", UriKind.Relative)), answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task FileThatDecays_UnderTheApi_IsFoundAndRefused()
    {
        await using var server = await ApiServer.StartAsync(_lake, ("Api:Verification:Again", "00:00:01"));
        (await server.QueryAsync("SELECT count(*) FROM events")).Status.ShouldBe(200);
        var file = EventFile(0);
        var modified = File.GetLastWriteTimeUtc(file);
        Do(Damage.DataPage, file);

        // As decay does: nothing but the bytes tells.
        File.SetLastWriteTimeUtc(file, modified);
        await UntilAsync(() => server.QueryAsync("SELECT count(*) FROM events"), answer => answer.Status == 500);
        await RefusedAsync(server, file);
    }

    [Fact]
    public async Task RowsOfATimeRange_NeedTheFilesOfThatTimeOnly()
    {
        var file = EventFile(1);
        Do(Damage.DataPage, file);
        await using var server = await ApiServer.StartAsync(_lake, Slowly);
        var (status, rows) = await server.GetAsync("/api/tables/events?to=2024-03-01T00:05:00Z&limit=1000");
        status.ShouldBe(200);
        rows.GetProperty("row_count").GetInt64().ShouldBe(300);
        var (refused, problem) = await server.GetAsync("/api/tables/events?from=2024-03-01T00:04:59Z");
        refused.ShouldBe(500);
        problem.GetProperty("detail").GetString()!.ShouldContain(Path.GetFileName(file));
    }

    [Fact]
    public async Task RequestThatWouldWaitTooLong_IsToldSo_AndReadingGoesOn()
    {
        await using var server = await ApiServer.StartAsync(_lake, Slowly, ("Api:Verification:Wait", "00:00:00"));
        var path = new Uri("/api/tables/events", UriKind.Relative);
        using var first = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);
        first.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        first.Headers.RetryAfter.ShouldNotBeNull();
        (await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("checksums");
        await UntilAsync(() => server.GetAsync("/api/tables/events?limit=1000"), answer => answer.Status == 200);
    }

    private static async Task RefusedAsync(ApiServer server, string file)
    {
        foreach (var (status, problem) in new[] { await server.QueryAsync("SELECT count(*) FROM events"), await server.GetAsync("/api/tables/events"), await server.GetAsync("/api/live/metrics?once=true") })
        {
            status.ShouldBe(500);
            problem.GetProperty("title").GetString().ShouldBe("Damaged table");
            problem.GetProperty("detail").GetString()!.ShouldContain(file);
        }
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isReached)
    {
        while (true)
        {
            if (await ask() is var answer && isReached(answer))
            {
                return answer;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static void Do(Damage damage, string file)
    {
        using (var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite))
        {
            if (damage == Damage.Truncated)
            {
                stream.SetLength(stream.Length / 2);
            }

            if (damage is Damage.DataPage or Damage.Footer)
            {
                stream.Position = damage == Damage.DataPage ? stream.Length / 3 : stream.Length - 20;
                var value = stream.ReadByte();
                stream.Position--;
                stream.WriteByte((byte)(value ^ 1));
            }
        }

        if (damage == Damage.Missing)
        {
            File.Delete(file);
        }
    }

    private string EventFile(int index)
    {
        var table = new DeltaTable(_lake.Layout.Gold(LakeLayout.Events));
        return Path.Combine(table.Directory, table.Load()!.Files[index].Path);
    }
}
