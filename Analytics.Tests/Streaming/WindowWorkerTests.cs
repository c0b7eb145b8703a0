using System.Text;
using Analytics.Streaming.Status;
using Analytics.Tests.Contracts.Sql;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class WindowWorkerTests
{
    private const long Minute = 60_000_000;

    private static readonly string[] Tables = ["per_minute", "sliding", "visits"];

    [Fact]
    public async Task Run_AllOfGold_GivesTheWindowsOfTheModel()
    {
        using var ingest = new IngestHarness { BatchRecords = 120 };
        var windows = new WindowHarness(ingest);
        var log = await FillAsync(ingest, seed: 21);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version);
        }

        await windows.RunAsync(() => Ended(windows), TestContext.Current.CancellationToken);

        ShouldMatch(windows, Accepted(log));
    }

    [Fact]
    public async Task Run_DamagedGoldFile_IsNamedAndNothingIsComputedFromIt()
    {
        using var ingest = new IngestHarness { BatchRecords = 120 };
        var windows = new WindowHarness(ingest);
        await FillAsync(ingest, seed: 24);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version);
        }

        var file = Directory.GetFiles(ingest.Settings.Lake.Gold("events"), "*.parquet").Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        await windows.RunAsync(() => ingest.Status.Failures.Count == Tables.Length, TestContext.Current.CancellationToken);

        ingest.Status.Failures.ShouldAllBe(failure => failure.State == EngineStates.DamagedFile && failure.Detail.Contains(file));
        Ended(windows).ShouldBeFalse();
    }

    /// <summary>The sum of a window that no longer fits 64 bits is no reason to keep the tables after it from going on.</summary>
    [Fact]
    public async Task Run_OneTableCannotBeComputed_TheOthersGoOnAndItIsNamed()
    {
        using var ingest = new IngestHarness();
        var windows = new WindowHarness(ingest);
        List<List<MemoryRecord>> log = [[.. Enumerable.Range(0, 3).Select(number => Record(number, minute: 0, long.MaxValue))], [], []];
        await ingest.RunToEndAsync(log, () => 150);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version);
        }

        await windows.RunAsync(
            () => windows.Newest("sliding") is { EndOfInput: true } && ingest.Status.Failures.Count == 2, TestContext.Current.CancellationToken);

        windows.Newest("per_minute").ShouldBeNull();
        windows.Settled("sliding").Count.ShouldBe(4);
        ingest.Status.Failures.Select(failure => (failure.Part, failure.State)).ShouldBe(
            [("windows of per_minute", EngineStates.WindowsFailed), ("windows of visits", EngineStates.WindowsFailed)], ignoreOrder: true);
        Should.Throw<DuckDBException>(() => windows.RunOnce(TestContext.Current.CancellationToken)).Message.ShouldContain("INT64");
    }

    /// <summary>A run that fails is made again every few seconds, without end.</summary>
    [Fact]
    public async Task Run_LastPieceOfARangeFails_LeavesNoFileOfTheOthers()
    {
        using var ingest = new IngestHarness { WindowRows = 1 };
        var windows = new WindowHarness(ingest);
        IEnumerable<MemoryRecord> records = Enumerable.Range(0, 5).Select(minute => Record(minute, minute, amount: 1));
        List<List<MemoryRecord>> log = [[.. records, Record(10, minute: 7, long.MaxValue), Record(11, minute: 7, long.MaxValue)], [], []];
        await ingest.RunToEndAsync(log, () => 150);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version);
        }

        Should.Throw<DuckDBException>(() => windows.RunOnce(TestContext.Current.CancellationToken)).Message.ShouldContain("INT64");

        Directory.GetFiles(ingest.Settings.Lake.Staging("sliding"), "*.parquet").Length.ShouldBeGreaterThan(2, "the range was not computed in pieces");
        Directory.GetFiles(ingest.Settings.Lake.Staging("per_minute"), "*.parquet").ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_StoppedAtEveryGoldVersion_GivesTheSame()
    {
        using var ingest = new IngestHarness { BatchRecords = 120 };
        var windows = new WindowHarness(ingest);
        var log = await FillAsync(ingest, seed: 22);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version);
            var gold = version;
            await windows.RunAsync(() => gold < ingest.Events.Load()!.Version || Ended(windows), TestContext.Current.CancellationToken);
        }

        ShouldMatch(windows, Accepted(log));
    }

    [Fact]
    public async Task Run_BatchReleasedAfterItsWindowsClosed_RecomputesThem()
    {
        using var ingest = new IngestHarness { BatchRecords = 120 };
        var windows = new WindowHarness(ingest);
        var log = await FillAsync(ingest, seed: 23);
        var last = ingest.Events.Load()!.Version;
        var held = last / 2;
        for (long version = 0; version <= last; version++)
        {
            windows.Promote(version, quarantined: version == held);
        }

        await windows.RunAsync(() => Ended(windows), TestContext.Current.CancellationToken);
        var without = windows.Settled("per_minute");
        windows.Release(held);
        await windows.RunAsync(
            () => Tables.All(table => windows.Newest(table)!.GoldVersion == last + 1),
            TestContext.Current.CancellationToken);

        windows.Settled("per_minute").ShouldNotBe(without);
        ShouldMatch(windows, Accepted(log));
    }

    [Fact]
    public async Task Run_SessionsWithinTheirInterval_AreHeldBackUntilTheInputEnds()
    {
        using var ingest = new IngestHarness { BatchRecords = 120, SessionInterval = TimeSpan.FromHours(1) };
        var windows = new WindowHarness(ingest);
        var log = await FillAsync(ingest, seed: 24);
        var last = ingest.Events.Load()!.Version;
        var promoted = -1L;
        var looks = 0;
        await windows.RunAsync(
            () =>
            {
                // Once sessions have been computed, gold goes on slowly enough for the worker to look at most versions one by one.
                if (promoted < last && (windows.Newest("visits") is null || ++looks % 10 == 0))
                {
                    windows.Promote(++promoted);
                }

                return Ended(windows);
            },
            TestContext.Current.CancellationToken);

        windows.Commits("visits").ShouldBeLessThanOrEqualTo(2);
        ShouldMatch(windows, Accepted(log));
    }

    [Fact]
    public async Task Run_SessionsHeldBackAndNothingElseArrives_AreComputedOnceTheyAreDue()
    {
        using var ingest = new IngestHarness { BatchRecords = 120, SessionInterval = TimeSpan.FromMilliseconds(300) };
        var windows = new WindowHarness(ingest);
        await FillAsync(ingest, seed: 25);
        var open = ingest.Events.Load()!.Version - 1;
        var watermark = windows.Watermark(open);
        var promoted = -1L;
        await windows.RunAsync(
            () =>
            {
                if (promoted < open)
                {
                    windows.Promote(++promoted);
                }

                return windows.Newest("visits")?.ClosedTo == watermark;
            },
            TestContext.Current.CancellationToken);

        watermark.ShouldNotBeNull();
        windows.Newest("visits")!.EndOfInput.ShouldBeFalse();
        windows.Newest("visits")!.OpenFrom.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(windows.Newest("visits")!.ClosedTo!.Value);
    }

    private static MemoryRecord Record(int number, int minute, long amount) => new(GeneratedEvent.Epoch + (minute * Minute), Encoding.UTF8.GetBytes(
        $$"""{"id":"{{number}}","at":"{{GeneratedEvent.Iso(GeneratedEvent.Epoch + (minute * Minute))}}","kind":"a","amount":{{amount}}}"""));

    private static bool Ended(WindowHarness windows) => Tables.All(table => windows.Newest(table) is { EndOfInput: true });

    private static async Task<List<List<GeneratedEvent>>> FillAsync(IngestHarness ingest, int seed)
    {
        var log = GeneratedEvent.Log(seed, perPartition: 300);
        await ingest.RunToEndAsync(GeneratedEvent.Records(log), () => 150);
        ingest.Events.Load()!.Version.ShouldBeGreaterThan(3);
        return log;
    }

    private static List<GeneratedEvent> Accepted(List<List<GeneratedEvent>> log) =>
    [
        .. IngestModel.Of(log).Accepted.Select(place => place.Split('/')).Select(place =>
            log[int.Parse(place[0], System.Globalization.CultureInfo.InvariantCulture)][int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture)]),
    ];

    private static void ShouldMatch(WindowHarness windows, List<GeneratedEvent> events)
    {
        windows.Settled("per_minute").ShouldBe(Expected(events, Minute, Minute, withTotal: true));
        windows.Settled("sliding").ShouldBe(Expected(events, 2 * Minute, Minute / 2, withTotal: false));
        windows.Settled("visits").ShouldBe(ExpectedVisits(events));
    }

    private static List<string> ExpectedVisits(List<GeneratedEvent> events)
    {
        var visits = events.GroupBy(each => each.Kind)
            .SelectMany(group => SessionModel.Cut(group, each => each.Time, 2_000_000, 30_000_000), (group, visit) => (group.Key, visit.Start, visit.End, visit.Events))
            .ToList();
        visits.ShouldContain(visit => visit.End % 30_000_000 == 0 && visit.Events.Last().Time + 2_000_000 > visit.End, "some are cut");
        visits.ShouldContain(visit => visit.End == visit.Events.Last().Time + 2_000_000, "some are not");
        return
        [
            .. visits
                .Select(visit => (visit.Start, Text: $"{visit.Start}|{visit.End}|{visit.Key}|{visit.Events.Count}|{(visit.Events.TrueForAll(each => each.Amount is null) ? "" : visit.Events.Sum(each => each.Amount))}"))
                .OrderBy(row => row.Start)
                .ThenBy(row => row.Text, StringComparer.Ordinal)
                .Select(row => row.Text),
        ];
    }

    private static List<string> Expected(List<GeneratedEvent> events, long size, long every, bool withTotal) =>
    [
        .. events
            .SelectMany(each => Enumerable.Range(0, (int)(size / every)).Select(back => (Start: (each.Time / every * every) - (back * every), Event: each)))
            .GroupBy(pair => (pair.Start, pair.Event.Kind))
            .Select(group =>
            {
                var amounts = group.Where(pair => pair.Event.Amount is not null).Select(pair => pair.Event.Amount!.Value).ToList();
                var row = $"{group.Key.Start}|{group.Key.Start + size}|{group.Key.Kind}|{group.Count()}";
                return (group.Key.Start, Text: withTotal ? $"{row}|{(amounts.Count == 0 ? "" : amounts.Sum())}" : row);
            })
            .OrderBy(row => row.Start)
            .ThenBy(row => row.Text, StringComparer.Ordinal)
            .Select(row => row.Text),
    ];
}
