using Analytics.Contracts.Pipelines;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Telemetry;
using Analytics.Tests.Contracts.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>
/// The whole engine, log to windows, against models that know nothing of it: random logs, cuts, idling, restarts at random moments, quarantine and release;
/// each kind of window with every measure, with and without a condition.
/// </summary>
public sealed class EngineModelTests
{
    private static readonly string[] Functions =
    [
        "count()", "count(s)", "count_distinct(s)", "count_distinct(n)", "sum(n)", "sum(x)", "min(n)", "min(x)", "min(s)", "min(t)", "max(n)", "max(x)", "max(s)", "max(b)",
        "avg(n)", "avg(x)", "first(s)", "first(n)", "first(b)", "last(s)", "last(x)", "last(t)", "quantile(n, 0.95)", "quantile(x, 0.5)", "quantile(x, 0)", "quantile(n, 1)",
    ];

    [Fact]
    public Task Engine_RandomLogs_AgreesWithTheModel() => CompareAsync(cases: 4, perPartition: 100);

    [Fact]
    [Trait("Category", "Long")]
    public Task Engine_ManyRandomLogs_AgreesWithTheModel() => CompareAsync(cases: 150, perPartition: 400);

    private static async Task CompareAsync(int cases, int perPartition)
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + cases; seed++)
        {
            try
            {
                await RunAsync(seed, perPartition);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"seed {seed}, {perPartition} records per partition: {exception.Message}", exception);
            }
        }
    }

    private static async Task RunAsync(int seed, int perPartition)
    {
        var random = new Random(seed);
        var conditions = new Dictionary<string, Func<ModelEvent, bool?>>();
        using var ingest = new IngestHarness(root => PipelineLoader.Load(WritePipeline(root, random, conditions)))
        {
            BatchRecords = random.Next(40, 300),
            WindowRows = random.Next(2) == 0 ? random.Next(1, 400) : 1_000_000,
            IdleTimeout = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromHours(1),
        };
        var log = RandomLog.Of(random, random.Next(1, 5), perPartition, ingest.Settings.Delay);
        List<List<MemoryRecord>> records = [.. log.Select(partition => partition.ConvertAll(each => each.Record))];
        var fault = new[] { Fault.BeforeWrite, Fault.AfterWrite, Fault.AfterCommit }[random.Next(3)];

        for (var request = random.Next(3); request > 0; request--)
        {
            // Taken whenever ingest comes to it, perhaps before there are any.
            var (from, to) = Range(random, log);
            ingest.FoldIns.Post(new FoldInRequest(from, to));
        }

        await ingest.RunToEndAsync(
            () => new TrickleRecordSource(records, random, largestStep: random.Next(5, 120)),
            () => new PlainContracts(ingest.Settings),
            name =>
            {
                if (name == fault && random.Next(4) == 0)
                {
                    throw new IOException("injected");
                }
            });
        for (var request = random.Next(4); request > 0; request--)
        {
            await FoldInAsync(ingest, random, log);
        }

        var model = new ReplayModel(log, ingest.Settings.Delay);
        foreach (var commit in ingest.Commits())
        {
            model.Replay(commit, ingest.FoldedIn(commit.Batch), $"batch {commit.Batch}");
        }

        ingest.Commits()[^1].Totals.Consumed.ShouldBe(log.Sum(partition => partition.Count));
        ingest.Accepted().Order().ShouldBe(model.Accepted.Order());
        ingest.Side().Order().ShouldBe(model.Side.Order());
        await WindowsAsync(ingest, random, model, conditions);
    }

    private static (long From, long To) Range(Random random, List<List<RandomRecord>> log)
    {
        long[] times = [.. log.SelectMany(partition => partition).Select(record => record.Event?.Time).OfType<long>().DefaultIfEmpty()];
        var from = times[random.Next(times.Length)];
        return random.Next(3) == 0 ? (times.Min(), times.Max() + 1) : (from, from + random.NextInt64(1, 60_000_000));
    }

    /// <summary>A fold-in by the command's road, cut off at a step now and then and given again.</summary>
    private static async Task FoldInAsync(IngestHarness ingest, Random random, List<List<RandomRecord>> log)
    {
        var (from, to) = Range(random, log);
        var step = random.Next(2) == 0 ? null : new[] { Fault.BeforeFoldIn, Fault.AfterFoldInWrite, Fault.AfterFoldIn }[random.Next(3)];
        Task<FoldInAnswer> RunAsync(string? fault, bool dryRun) => FoldInOnce.RunAsync(
            ingest.Settings,
            () => new PlainContracts(ingest.Settings),
            new FaultPoints(name => _ = name == fault ? throw new IOException("injected") : 0),
            new FoldInRequest(from, to),
            dryRun,
            TestContext.Current.CancellationToken);
        var expected = await RunAsync(null, dryRun: true);
        expected.StagingVersion.ShouldBeNull();
        if (step is not null && expected.FoldedIn > 0)
        {
            await Should.ThrowAsync<IOException>(() => RunAsync(step, dryRun: false));
        }

        var answer = await RunAsync(null, dryRun: false);
        answer.FoldedIn.ShouldBe(step == Fault.AfterFoldIn ? 0 : expected.FoldedIn);
        if (expected.FoldedIn > 0)
        {
            (await RunAsync(null, dryRun: false)).Late.ShouldBe(0);
        }
    }

    private static async Task WindowsAsync(IngestHarness ingest, Random random, ReplayModel model, Dictionary<string, Func<ModelEvent, bool?>> conditions)
    {
        var windows = new WindowHarness(ingest);
        var cancellation = TestContext.Current.CancellationToken;
        var last = ingest.Events.Load()!.Version;
        var held = new List<long>();
        for (long version = 0; version <= last; version++)
        {
            var isHeld = random.Next(6) == 0 && ingest.Events.ReadCommit(version)!.Added.Count > 0;
            windows.Promote(version, quarantined: isHeld);
            if (isHeld)
            {
                held.Add(version);
            }

            if (random.Next(4) == 0)
            {
                // A run that is cut off anywhere.
                var looks = random.Next(1, 6);
                await windows.RunAsync(() => --looks == 0 || Ended(ingest, windows), cancellation);
            }
        }

        await windows.RunAsync(() => Ended(ingest, windows), cancellation);
        foreach (var version in held.Where(_ => random.Next(4) > 0).ToList())
        {
            windows.Release(version);
            held.Remove(version);
            last++;
        }

        await windows.RunAsync(() => ingest.Settings.Pipeline.Tables.All(table => windows.Newest(table.Name)!.GoldVersion == last), cancellation);
        ModelEvent[] events = [.. model.Batches.Where((_, batch) => !held.Contains(batch)).SelectMany(batch => batch)];
        foreach (var table in ingest.Settings.Pipeline.Tables)
        {
            var expected = Cut(table, events).OrderBy(window => (window.Start, window.Group), Order).ToList();
            var actual = windows.SettledRows(table.Name).OrderBy(row => ((long)row[0]!, (string?)row[2]), Order).ToList();
            actual.Select(row => ((long)row[0]!, (long)row[1]!, (string?)row[2])).ShouldBe(expected.Select(window => (window.Start, window.End, window.Group)), table.Name);
            for (var index = 0; index < actual.Count; index++)
            {
                ShouldMatch(table, expected[index].Events, actual[index], conditions);
            }
        }
    }

    private static readonly Comparer<(long Start, string? Group)> Order = Comparer<(long Start, string? Group)>.Create((left, right) =>
        left.Start != right.Start ? left.Start.CompareTo(right.Start) : string.CompareOrdinal(left.Group, right.Group));

    private static bool Ended(IngestHarness ingest, WindowHarness windows) => ingest.Settings.Pipeline.Tables.All(table => windows.Newest(table.Name) is { EndOfInput: true });

    private static IEnumerable<(long Start, long End, string? Group, List<ModelEvent> Events)> Cut(TableDefinition table, ModelEvent[] events)
    {
        if (table.Window is SessionWindow session)
        {
            return events.GroupBy(each => each.Group).SelectMany(
                group => SessionModel.Cut(group, each => each.Time, Micros(session.Gap), Micros(session.MaxLength)),
                (group, cut) => (cut.Start, cut.End, group.Key, cut.Events));
        }

        var (size, every) = table.Window is SlidingWindow sliding ? (Micros(sliding.Size), Micros(sliding.Every)) : (Micros(((TumblingWindow)table.Window).Size), Micros(((TumblingWindow)table.Window).Size));
        return events
            .SelectMany(each => Enumerable.Range(0, (int)(size / every)).Select(back => (Start: (each.Time / every * every) - (back * every), Event: each)))
            .GroupBy(pair => (pair.Start, pair.Event.Group))
            .Select(group => (group.Key.Start, group.Key.Start + size, group.Key.Group, group.Select(pair => pair.Event).ToList()));
    }

    private static void ShouldMatch(TableDefinition table, List<ModelEvent> events, object?[] row, Dictionary<string, Func<ModelEvent, bool?>> conditions)
    {
        for (var index = 0; index < table.Measures.Count; index++)
        {
            var measure = table.Measures[index];
            var holds = conditions.GetValueOrDefault($"{table.Name}.{measure.Name}");
            var expected = WindowModel.Measure(measure, [.. events.Where(each => holds?.Invoke(each) ?? true)]);
            var where = $"{table.Name} window {row[0]} group {row[2]}: {measure}";
            if (expected is double real)
            {
                row[index + 3].ShouldBeOfType<double>(where).ShouldBe(real, 1e-12 * Math.Max(1, Math.Abs(real)), where);
            }
            else
            {
                row[index + 3].ShouldBe(expected, where);
            }
        }
    }

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A table of each kind of window; every measure comes once with and once without a condition.</summary>
    private static string WritePipeline(string root, Random random, Dictionary<string, Func<ModelEvent, bool?>> conditions)
    {
        var folder = Path.Combine(root, "pipeline");
        Directory.CreateDirectory(Path.Combine(folder, "schemas"));
        var every = random.Next(1, 8);
        var gap = random.Next(1, 6);
        (string Name, string Window)[] tables =
        [
            ("tumbling", $"tumbling: {random.Next(1, 40)} seconds"),
            ("sliding", $"sliding: {every * random.Next(1, 5)} seconds, every: {every} seconds"),
            ("panes", $"sliding: {every * random.Next(2, 5)} seconds, every: {every} seconds"),
            ("visits", $"session: {gap} seconds, max_length: {gap + random.Next(30)} seconds"),
        ];
        File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), $"""
            name: model
            source: {"{"} topic: events, partitions: 5, format: json, subject: events-value, id: id, time: t, watermark: 10 seconds, max_future_skew: 300 seconds {"}"}
            tables:
            {string.Join('\n', tables.Select(table => $"  - name: {table.Name}\n    window: {"{"} {table.Window} {"}"}\n    group_by: [g]\n    measures:\n{Measures(table.Name)}"))}
            """);
        File.WriteAllText(Path.Combine(folder, "schemas", "event.v1.json"), """
            {
              "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["id", "t"],
              "properties": {
                "id": { "type": "string" }, "t": { "type": "string", "format": "date-time" }, "g": { "type": ["string", "null"] }, "n": { "type": ["integer", "null"] },
                "x": { "type": ["number", "null"] }, "s": { "type": ["string", "null"] }, "b": { "type": ["boolean", "null"] }
              }
            }
            """);
        return folder;

        string Measures(string table)
        {
            var lines = new List<string>();
            foreach (var function in Functions.Where(function => table != "panes" || !(function.StartsWith("quantile", StringComparison.Ordinal) || function.StartsWith("count_", StringComparison.Ordinal))))
            {
                lines.Add($"      m{lines.Count}: \"{function}\"");
                var (condition, holds) = WindowModel.Conditions[random.Next(WindowModel.Conditions.Length)];
                conditions[$"{table}.m{lines.Count}"] = holds;
                lines.Add($"      m{lines.Count}: \"{function} where {condition}\"");
            }

            return string.Join('\n', lines);
        }
    }
}
