using System.Globalization;
using System.Text;
using Analytics.Lake.Sql;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.LateEvents;
using Analytics.Tests.Streaming;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Operations;

public sealed class FoldInTests : IDisposable
{
    private const long Second = 1_000_000;

    private readonly IngestHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    /// <summary>By partition: what is on time runs ahead by a minute, and what comes after it is late.</summary>
    private async Task IngestAsync() => await _harness.RunToEndAsync(
        [
            [Event("a", 60), Event("late-1", 1), Event("late-2", 2), Event("late-1", 1), Event("b", 61), Event("gone", 30)],
            [Event("c", 60), Event("late-2", 2), Event("a", 3), Event("late-3", 4)],
            [],
        ],
        () => 3);

    [Fact]
    public async Task FoldIn_Repeats_OnceById()
    {
        await IngestAsync();
        _harness.LastCommit()!.Totals.Late.ShouldBe(7);

        var dry = await RunAsync(0, 10, dryRun: true);
        (dry.Late, dry.FoldedIn, dry.StagingVersion).ShouldBe((6, 3, null));
        _harness.LastCommit()!.FoldedIn.ShouldBe(0);
        var answer = await RunAsync(0, 10, dryRun: false);
        (answer.Late, answer.FoldedIn, answer.Duplicates).ShouldBe((6, 3, 3));
        (await RunAsync(0, 10, dryRun: false)).Late.ShouldBe(0);

        // Of a wider range, what was not in the narrower one.
        var wider = await RunAsync(0, 40, dryRun: false);
        (wider.Late, wider.FoldedIn).ShouldBe((1, 1));

        var last = _harness.LastCommit()!;
        (last.Totals.Late, last.Totals.Accepted, last.FoldedIn, last.Staged).ShouldBe((7, 3, 4, 7));
        last.Totals.IsBalanced.ShouldBeTrue();
        last.Partitions.Select(partition => partition.FoldedIn).ShouldBe([3, 1, 0]);
        _harness.Accepted().ShouldBe(["0/0", "0/1", "0/2", "0/4", "0/5", "1/0", "1/3"]);
        var snapshot = _harness.Events.Load()!;
        IngestHarness.Query($"SELECT count(*), count(DISTINCT id) FROM {LakeSql.Scan(_harness.Events.Directory, snapshot.Files, snapshot.Schema)}").ShouldBe(["7|7"]);
    }

    [Fact]
    public async Task FoldIn_MoreThanOneCommitHolds_StopsAtATimeAndGoesOnFromThere()
    {
        await IngestAsync();
        var from = At(0);
        var folded = 0L;
        var commits = 0;
        while (from < At(40))
        {
            var answer = await FoldInOnce.RunAsync(_harness.Settings, Contracts, new FaultPoints(null), new FoldInRequest(from, At(40)), dryRun: false, TestContext.Current.CancellationToken, most: 2);
            from = answer.To;
            folded += answer.FoldedIn;
            commits += answer.StagingVersion is null ? 0 : 1;
        }

        folded.ShouldBe(4);
        commits.ShouldBeGreaterThan(1);
        (await RunAsync(0, 40, dryRun: false)).FoldedIn.ShouldBe(0);
    }

    [Fact]
    public async Task FoldIn_RefusedByTheContractNow_CommitsNothingAndNamesTheRecord()
    {
        await IngestAsync();
        var version = _harness.Events.Load()!.Version;
        var schema = Path.Combine(_harness.Root, "pipeline", "schemas", "event.v1.json");
        await File.WriteAllTextAsync(schema, (await File.ReadAllTextAsync(schema)).Replace("\"kind\": { \"type\": \"string\" }", "\"kind\": { \"type\": \"string\", \"minLength\": 5 }", StringComparison.Ordinal));
        var strict = _harness.Settings with { Pipeline = Analytics.Contracts.Pipelines.PipelineLoader.Load(Path.Combine(_harness.Root, "pipeline")) };

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => FoldInOnce.RunAsync(
            strict, () => new PlainContracts(strict), new FaultPoints(null), new FoldInRequest(At(0), At(40)), dryRun: false, TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("0/1");
        _harness.Events.Load()!.Version.ShouldBe(version);
    }

    private static long At(int second) => GeneratedEvent.Epoch + (second * Second);

    private static MemoryRecord Event(string id, int second) => new(At(second), Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","at":"{{GeneratedEvent.Iso(At(second))}}","kind":"k","amount":1}""")));

    private PlainContracts Contracts() => new(_harness.Settings);

    private Task<FoldInAnswer> RunAsync(int from, int to, bool dryRun) =>
        FoldInOnce.RunAsync(_harness.Settings, Contracts, new FaultPoints(null), new FoldInRequest(At(from), At(to)), dryRun, TestContext.Current.CancellationToken);
}
