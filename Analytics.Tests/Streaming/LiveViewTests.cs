using Analytics.Contracts.Columns;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Streaming.Windows;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>
/// Random events, releases below what is closed, and window runs at any moment. After each step the live view is what one statement gives over all
/// events, its closed rows are the table's, and once the input has ended it is the table.
/// </summary>
public sealed class LiveViewTests : IDisposable
{
    private const int Steps = 14;

    private static readonly ColumnDefinition[] Columns = [new("t", ColumnType.Timestamp, false), new("g", ColumnType.Int64, false), new("n", ColumnType.Int64, false)];

    private readonly string _directory = Directory.CreateTempSubdirectory("live-").FullName;

    public enum Kind
    {
        Tumbling,
        Sliding,
        Session,
    }

    [Theory]
    [InlineData(Kind.Tumbling)]
    [InlineData(Kind.Sliding)]
    [InlineData(Kind.Session)]
    public void View_AtAnyMoment_IsTheStatementOverAllEvents(Kind kind) => Simulate(kind, runs: 5);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(Kind.Tumbling)]
    [InlineData(Kind.Sliding)]
    [InlineData(Kind.Session)]
    public void View_ManyMoreMoments_IsTheStatementOverAllEvents(Kind kind) => Simulate(kind, runs: 150);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Simulate(Kind kind, int runs)
    {
        using var database = new WindowDatabase(Path.Combine(_directory, "spill"), memoryMegabytes: 128, threads: 1);
        Gen.Int.Sample(seed => Simulate(kind, database, seed), iter: runs, threads: 1);
    }

    private static void Simulate(Kind kind, WindowDatabase database, int seed)
    {
        var random = new Random(seed);
        var gap = random.Next(1, 10);
        WindowDefinition window = kind switch
        {
            Kind.Tumbling => new TumblingWindow(TimeSpan.FromMicroseconds(random.Next(1, 20))),
            Kind.Sliding => new SlidingWindow(TimeSpan.FromMicroseconds(gap * random.Next(2, 5)), TimeSpan.FromMicroseconds(gap)),
            _ => new SessionWindow(TimeSpan.FromMicroseconds(gap), TimeSpan.FromMicroseconds(gap + random.Next(50))),
        };
        var table = new TableDefinition
        {
            Name = "t",
            Window = window,
            GroupBy = ["g"],
            Measures = [MeasureParser.Parse("events", "count()", Columns), MeasureParser.Parse("total", "sum(n) where n > 1", Columns), MeasureParser.Parse("last_n", "last(n)", Columns)],
        };
        var pipeline = new PipelineDefinition
        {
            Name = "p",
            Directory = "/",
            Source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" },
            Columns = Columns,
            Tables = [table],
        };
        var whole = DuckDbWindowSql.Compile(pipeline, table, "gold", long.MinValue, long.MaxValue);
        Run(database, "CREATE OR REPLACE TABLE gold (t TIMESTAMP, g BIGINT, n BIGINT, _partition INTEGER, _offset BIGINT)");
        Run(database, $"CREATE OR REPLACE TABLE closed AS SELECT * FROM ({whole}) LIMIT 0");

        List<TimeSpread> gained = [];
        WindowCommit? commit = null;
        long watermark = -60;
        (long First, long Last)? times = null;
        for (var step = 0; step < Steps; step++)
        {
            var isRelease = random.Next(5) == 0;
            long[] batch = [.. Enumerable.Range(0, random.Next(12)).Select(_ => watermark + (isRelease ? random.Next(-120, 5) : random.Next(60)))];
            if (batch.Length > 0)
            {
                Run(database, $"INSERT INTO gold VALUES {string.Join(", ", batch.Select((time, i) => $"(make_timestamp({time}), {random.Next(3)}, {random.Next(4)}, {step % 2}, {(step * 100) + i})"))}");
                gained.Add(new TimeSpread(batch.Min(), batch.Max()));
                times = (Math.Min(times?.First ?? long.MaxValue, batch.Min()), Math.Max(times?.Last ?? long.MinValue, batch.Max()));
            }

            watermark += random.Next(3) * random.Next(20);
            Verify($"{kind}, seed {seed}, step {step}, before the run");
            var isLast = step == Steps - 1;
            if (random.Next(3) > 0 || isLast)
            {
                var progress = new GoldProgress(watermark, isLast, times?.First, times?.Last);
                commit = Close(database, pipeline, table, commit, progress, gained) ?? commit;
                Verify($"{kind}, seed {seed}, step {step}, after the run");
            }
        }

        database.Number($"SELECT count(*) FROM ({Live()}) WHERE _open", CancellationToken.None).ShouldBe(0, $"{kind}, seed {seed}: open at the end");

        string Live() => "SELECT * FROM " + DuckDbLiveSql.Compile(pipeline, table, commit, gained.Select(spread => (spread.First, spread.Last)), "closed", range =>
            $"(SELECT * FROM gold WHERE epoch_us(t) >= {range.From} AND epoch_us(t) < {range.To})");

        void Verify(string context)
        {
            Run(database, $"CREATE OR REPLACE TABLE live AS {Live()}");
            Differences(database, "SELECT * EXCLUDE (_open) FROM live", whole).ShouldBe(0, context);
            database.Number("SELECT count(*) FROM (SELECT * EXCLUDE (_open) FROM live WHERE NOT _open EXCEPT ALL SELECT * FROM closed)", CancellationToken.None).ShouldBe(0, context);
            if (gained.TrueForAll(spread => spread.First >= (commit?.ClosedTo ?? long.MinValue)))
            {
                Differences(database, "SELECT * EXCLUDE (_open) FROM live WHERE NOT _open", "SELECT * FROM closed").ShouldBe(0, context);
            }
        }
    }

    /// <summary>A window run and its settlement: rows of the ranges replace what the table holds for them.</summary>
    private static WindowCommit? Close(
        WindowDatabase database, PipelineDefinition pipeline, TableDefinition table, WindowCommit? before, GoldProgress progress, List<TimeSpread> gained)
    {
        var sessions = table.Window is SessionWindow session ? SessionGeometry.Of(session) : (SessionGeometry?)null;
        var plan = sessions is { } geometry
            ? SessionPlanner.Plan(geometry, before?.ClosedTo, before?.OpenFrom, before?.EndOfInput ?? false, progress, gained)
            : WindowPlanner.Plan(WindowGeometry.Of(table.Window), before?.ClosedTo, before?.EndOfInput ?? false, progress, gained);
        if (plan is null)
        {
            return null;
        }

        var openFrom = before?.OpenFrom;
        var computation = sessions is { } kept ? new SessionComputation(database, kept, before?.ClosedTo, plan) : null;
        foreach (var range in plan.Ranges)
        {
            var staged = (WindowRange?)range;
            var select = DuckDbWindowSql.Compile(pipeline, table, "gold", range.From, range.To);
            if (computation is not null && sessions is { } window)
            {
                var events = plan.IsDirty || before?.ClosedTo is not { } closed ? window.EventTimes(range) : window.EventTimes(range, closed);
                staged = computation.Compute(DuckDbSessionSql.Compile(pipeline, table, "gold", range, events), range, CancellationToken.None);
                select = computation.Closed;
            }

            if (staged is { } replaced)
            {
                Run(database, $"DELETE FROM closed WHERE epoch_us(window_start) >= {replaced.From} AND epoch_us(window_start) < {replaced.To}");
                Run(database, $"INSERT INTO closed {select}");
            }
        }

        if (computation is not null && plan.Ranges.Count > 0)
        {
            openFrom = computation.OpenFrom;
        }

        gained.Clear();
        return new WindowCommit { Table = "t", GoldVersion = 0, ClosedTo = plan.ClosedTo, OpenFrom = openFrom, EndOfInput = plan.EndOfInput, Ranges = plan.Ranges };
    }

    private static long Differences(WindowDatabase database, string left, string right) =>
        database.Number($"SELECT (SELECT count(*) FROM (({left}) EXCEPT ALL ({right}))) + (SELECT count(*) FROM (({right}) EXCEPT ALL ({left})))", CancellationToken.None)!.Value;

    private static void Run(WindowDatabase database, string sql) => database.Execute(sql, CancellationToken.None);
}
