using System.Globalization;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Streaming.Files;
using Analytics.Streaming.Windows;
using Analytics.Tests.Contracts.Sql;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>Runs one after the other, as planner, statement and commits make them, against the sessions of all events so far.</summary>
public sealed class SessionRunsTests : IDisposable
{
    private static readonly ColumnDefinition[] Columns = [new("t", ColumnType.Timestamp, false), new("g", ColumnType.Int64, false)];

    private readonly string _directory = Directory.CreateTempSubdirectory("sessions-").FullName;

    [Fact]
    public void Runs_AnyBatchesWatermarksAndLateReleases_HoldExactlyTheClosedSessions() => Simulate(runs: 12);

    [Fact]
    [Trait("Category", "Slow")]
    public void Runs_ManyMoreOfThem_HoldExactlyTheClosedSessions() => Simulate(runs: 100);

    [Fact]
    public void Plan_NothingGainedAndWatermarkWhereItWas_DoesNothing()
    {
        var window = SessionGeometry.Of(new SessionWindow(TimeSpan.FromMicroseconds(10), TimeSpan.FromMicroseconds(100)));

        SessionPlanner.Plan(window, 50, 20, false, new GoldProgress(50, false, 0, 60), []).ShouldBeNull();
    }

    [Fact]
    public void Plan_EndOfInputWithoutEvents_IsStillNoted()
    {
        var window = SessionGeometry.Of(new SessionWindow(TimeSpan.FromMicroseconds(10), TimeSpan.FromMicroseconds(100)));

        var plan = SessionPlanner.Plan(window, null, null, false, new GoldProgress(null, true, null, null), []).ShouldNotBeNull();
        plan.Ranges.ShouldBeEmpty();
        plan.ClosedTo.ShouldBeNull();
        plan.EndOfInput.ShouldBeTrue();
        SessionPlanner.Plan(window, null, null, true, new GoldProgress(null, true, null, null), []).ShouldBeNull();
    }

    [Fact]
    public void EventTimes_NoCutSinceTheOldestOpenSession_ReachBackAGapOnly()
    {
        var window = SessionGeometry.Of(new SessionWindow(TimeSpan.FromMicroseconds(10), TimeSpan.FromMicroseconds(100)));

        window.EventTimes(new WindowRange(120, 180), 150).From.ShouldBe(110);
        window.EventTimes(new WindowRange(109, 180), 150).From.ShouldBe(-1);
        window.EventTimes(new WindowRange(190, 280), 201).From.ShouldBe(80);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Simulate(int runs)
    {
        using var database = new WindowDatabase(Path.Combine(_directory, "spill"), memoryMegabytes: 128, threads: 1);
        Gen.Int.Sample(seed => Simulate(_directory, database, seed), iter: runs, threads: 1);
    }

    private static void Simulate(string directory, WindowDatabase database, int seed)
    {
        var random = new Random(seed);
        var gap = random.Next(1, 10);
        var maxLength = gap + random.Next(50);
        var window = new SessionWindow(TimeSpan.FromMicroseconds(gap), TimeSpan.FromMicroseconds(maxLength));
        var sessions = SessionGeometry.Of(window);
        var table = new TableDefinition { Name = "t", Window = window, GroupBy = ["g"], Measures = [MeasureParser.Parse("events", "count()", Columns)] };
        database.Execute("CREATE OR REPLACE TABLE gold (t TIMESTAMP, g BIGINT, _partition INTEGER, _offset BIGINT)", CancellationToken.None);
        List<(long Time, long Group)> gold = [];
        List<TimeSpread> added = [];
        SortedDictionary<(long Start, long Group), string> settled = [];
        long? closedTo = null;
        long? openFrom = null;
        long watermark = -60;
        var endWasNoted = false;
        for (var step = 0; step < 14; step++)
        {
            var isRelease = random.Next(5) == 0;
            // Gold may lie far ahead of the watermark; what is released lies behind it.
            List<(long Time, long Group)> batch = [.. Enumerable.Range(0, random.Next(12)).Select(_ =>
                (watermark + (isRelease ? random.Next(-120, 5) : random.Next(60)), (long)random.Next(3)))];
            gold.AddRange(batch);
            if (batch.Count > 0)
            {
                database.Execute($"INSERT INTO gold VALUES {string.Join(", ", batch.Select(each => $"(make_timestamp({each.Time}), {each.Group}, 0, {step})"))}", CancellationToken.None);
            }

            if (batch.Count > 0 && batch.Min(each => each.Time) < closedTo)
            {
                added.Add(new TimeSpread(batch.Min(each => each.Time), batch.Max(each => each.Time)));
            }

            watermark += random.Next(3) * random.Next(20);
            var progress = new GoldProgress(watermark, step == 13 || random.Next(12) == 0, gold.Count == 0 ? null : gold.Min(each => each.Time), gold.Count == 0 ? null : gold.Max(each => each.Time));
            if (random.Next(3) == 0 && !progress.EndOfInput)
            {
                continue;
            }

            var plan = SessionPlanner.Plan(sessions, closedTo, openFrom, endWasNoted, progress, added);
            if (plan is not null)
            {
                openFrom = plan.Ranges.Count == 0 ? openFrom : Run(directory, database, table, sessions, plan, closedTo, settled);
                (closedTo, endWasNoted) = (plan.ClosedTo, plan.EndOfInput);
                added.Clear();
            }

            if (plan is null && !progress.EndOfInput)
            {
                continue;
            }

            var model = gold.GroupBy(each => each.Group)
                .SelectMany(group => SessionModel.Cut(group, each => each.Time, gap, maxLength), (group, session) => (group.Key, session.Start, session.End, session.Events.Count))
                .ToList();
            var context = $"seed {seed}, step {step}, gap {gap}, max_length {maxLength}, closed to {closedTo}";
            settled.Values.ShouldBe(model.Where(row => row.End < closedTo).OrderBy(row => (row.Start, row.Key)).Select(row => $"{row.Start}|{row.End}|{row.Key}|{row.Count}"), context);
            openFrom.ShouldBe(closedTo is null ? null : model.Where(row => row.End >= closedTo).Select(row => row.Start).Append(closedTo.Value).Min(), context);
            if (progress.EndOfInput)
            {
                settled.Count.ShouldBe(model.Count, context);
            }
        }
    }

    private static long Run(
        string directory, WindowDatabase database, TableDefinition table, SessionGeometry sessions, WindowPlan plan, long? closedTo, SortedDictionary<(long Start, long Group), string> settled)
    {
        var pipeline = new PipelineDefinition
        {
            Name = "p",
            Directory = "/",
            Source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" },
            Columns = Columns,
            Tables = [table],
        };
        var computation = new SessionComputation(database, sessions, closedTo, plan);
        foreach (var range in plan.Ranges)
        {
            var times = plan.IsDirty || closedTo is not { } closed ? sessions.EventTimes(range) : sessions.EventTimes(range, closed);
            if (computation.Compute(DuckDbSessionSql.Compile(pipeline, table, "gold", range, times), range, CancellationToken.None) is not { } staged)
            {
                continue;
            }

            staged.From.ShouldBeGreaterThanOrEqualTo(range.From);
            staged.To.ShouldBe(range.To);
            foreach (var replaced in settled.Keys.Where(key => staged.From <= key.Start && key.Start < staged.To).ToList())
            {
                settled.Remove(replaced);
            }

            var file = Path.Combine(directory, $"{Guid.NewGuid():N}.parquet");
            database.CopyToParquet(computation.Closed, file, EventColumns.Schema(WindowTable.Columns(table, Columns)), CancellationToken.None);
            foreach (var row in IngestHarness.Query($"SELECT epoch_us(window_start), epoch_us(window_end), g, events FROM read_parquet('{file}')"))
            {
                var values = row.Split('|').Select(value => long.Parse(value, CultureInfo.InvariantCulture)).ToArray();
                settled.Add((values[0], values[2]), row);
            }
        }

        return computation.OpenFrom;
    }
}
