using System.Globalization;
using System.Text;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using CsCheck;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Sql;

public sealed class DuckDbWindowSqlTests : IDisposable
{
    private static readonly ColumnDefinition[] Columns =
    [
        new("t", ColumnType.Timestamp, false), new("g", ColumnType.String, true), new("n", ColumnType.Int64, true), new("x", ColumnType.Double, true),
        new("s", ColumnType.String, true), new("b", ColumnType.Boolean, true),
    ];

    private static readonly string[] Measures =
    [
        "count()", "count(s)", "count_distinct(s)", "count_distinct(n)", "sum(n)", "sum(x)", "min(n)", "max(x)", "min(s)", "max(t)", "min(b)", "avg(n)", "avg(x)",
        "first(s)", "last(s)", "first(n)", "last(x)", "first(b)", "last(t)", "quantile(n, 0.95)", "quantile(x, 0.5)", "quantile(x, 0)", "quantile(x, 1)",
    ];

    // What panes can be merged from.
    private static readonly string[] Decomposable = [.. Measures.Where(measure => !measure.StartsWith("quantile", StringComparison.Ordinal) && !measure.StartsWith("count_", StringComparison.Ordinal))];

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDbWindowSqlTests() => _connection.Open();

    [Fact]
    public void Compile_RandomEventsAndTables_AgreesWithModel()
    {
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                ModelEvent[] events = [.. Enumerable.Range(0, random.Next(120)).Select(index => Event(random, index))];
                Dictionary<string, Func<ModelEvent, bool?>> conditions = [];
                TableDefinition table = Table(random, conditions);
                WindowGeometry geometry = WindowGeometry.Of(table.Window);
                long from = random.Next(4) == 0 ? long.MinValue : random.Next(-300, 300) * 100_000L;
                long to = random.Next(4) == 0 ? long.MaxValue : from == long.MinValue ? 0 : from + (random.Next(600) * 100_000L);
                var expected = WindowModel.Compute(events, table, geometry, from, to, measure => conditions.GetValueOrDefault(measure.Name));
                Verify(Run(Pipeline(table), table, events, from, to), expected, table, geometry, seed);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void Compile_SumBeyond64Bits_Fails()
    {
        ModelEvent[] events = [Big(0), Big(1)];
        foreach (WindowDefinition window in new WindowDefinition[] { new TumblingWindow(TimeSpan.FromSeconds(1)), new SlidingWindow(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)) })
        {
            TableDefinition table = new() { Name = "t", Window = window, GroupBy = [], Measures = [MeasureParser.Parse("m", "sum(n)", Columns)] };
            Should.Throw<DuckDBException>(() => Run(Pipeline(table), table, events, long.MinValue, long.MaxValue));
        }

        static ModelEvent Big(long offset) => new(0, 0, offset, null, long.MaxValue, null, null, null);
    }

    [Fact]
    public void Columns_OfTable_AreTheColumnsOfTheQuery()
    {
        TableDefinition table = new()
        {
            Name = "t",
            Window = new SlidingWindow(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)),
            GroupBy = ["g"],
            Measures = [.. Measures.Select((measure, index) => MeasureParser.Parse($"m{index}", measure, Columns))],
        };
        Load([]);
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = $"DESCRIBE {DuckDbWindowSql.Compile(Pipeline(table), table, "events", 0, 1)}";
        using DuckDBDataReader reader = command.ExecuteReader();
        List<(string, string)> described = [];
        while (reader.Read())
        {
            described.Add((reader.GetString(0), reader.GetString(1)));
        }

        described.ShouldBe(WindowTable.Columns(table, Columns).Select(column => (column.Name, column.Type switch
        {
            ColumnType.Int64 => "BIGINT",
            ColumnType.Double => "DOUBLE",
            ColumnType.Boolean => "BOOLEAN",
            ColumnType.Timestamp => "TIMESTAMP",
            _ => "VARCHAR",
        })));
    }

    public void Dispose() => _connection.Dispose();

    private static ModelEvent Event(Random random, int index)
    {
        T? Maybe<T>(T value)
            where T : struct => random.Next(4) == 0 ? null : value;
        string[] texts = ["a", "b", "c", "é", "😀"];
        // Few distinct times, so that ties are common; before and after the epoch.
        long time = random.Next(2) == 0 ? random.Next(-20, 20) * 1_000_000L : random.NextInt64(-30_000_000, 30_000_000);
        return new ModelEvent(
            time, random.Next(3), index, random.Next(5) == 0 ? null : $"k{random.Next(3)}", Maybe((long)random.Next(-5, 6)), Maybe(random.Next(-40, 41) / 8.0),
            random.Next(4) == 0 ? null : texts[random.Next(texts.Length)], Maybe(random.Next(2) == 0));
    }

    private static TableDefinition Table(Random random, Dictionary<string, Func<ModelEvent, bool?>> conditions)
    {
        string[] pool = random.Next(2) == 0 ? Measures : Decomposable;
        List<MeasureDefinition> measures = RandomMeasures.Of(random, pool, Columns, conditions);
        TimeSpan every = TimeSpan.FromMilliseconds(random.Next(1, 50) * 100);
        WindowDefinition window = random.Next(2) == 0 ? new TumblingWindow(every) : new SlidingWindow(every * random.Next(1, 6), every);
        return new TableDefinition { Name = "t", Window = window, GroupBy = random.Next(3) == 0 ? [] : ["g"], Measures = measures };
    }

    private static PipelineDefinition Pipeline(TableDefinition table) => new()
    {
        Name = "p",
        Directory = "/",
        Source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" },
        Columns = Columns,
        Tables = [table],
    };

    private static void Verify(
        Dictionary<(long, string?), object?[]> rows, Dictionary<(long, string?), object?[]> expected, TableDefinition table, WindowGeometry geometry, int seed)
    {
        rows.Keys.Order().ShouldBe(expected.Keys.Order(), $"seed {seed}, {geometry}");
        foreach (((long, string?) key, object?[] values) in expected)
        {
            for (int index = 0; index < values.Length; index++)
            {
                object? actual = rows[key][index] is DateTime time ? Micros(time) : rows[key][index];
                string where = $"seed {seed}, window {key}, {table.Measures[index]}";
                if (values[index] is double real)
                {
                    actual.ShouldBeOfType<double>(where).ShouldBe(real, 1e-12 * Math.Max(1, Math.Abs(real)), where);
                }
                else
                {
                    actual.ShouldBe(values[index], where);
                }
            }
        }
    }

    private Dictionary<(long, string?), object?[]> Run(PipelineDefinition pipeline, TableDefinition table, ModelEvent[] events, long from, long to)
    {
        Load(events);
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = DuckDbWindowSql.Compile(pipeline, table, "(SELECT * FROM events)", from, to);
        using DuckDBDataReader reader = command.ExecuteReader();
        Dictionary<(long, string?), object?[]> rows = [];
        WindowGeometry geometry = WindowGeometry.Of(table.Window);
        while (reader.Read())
        {
            object?[] row = [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))];
            long start = Micros((DateTime)row[0]!);
            Micros((DateTime)row[1]!).ShouldBe(start + geometry.Size);
            rows.Add((start, table.GroupBy.Count == 0 ? null : (string?)row[2]), row[(2 + table.GroupBy.Count)..]);
        }

        return rows;
    }

    private void Load(ModelEvent[] events)
    {
        var sql = new StringBuilder("CREATE OR REPLACE TABLE events (t TIMESTAMP, g VARCHAR, n BIGINT, x DOUBLE, s VARCHAR, b BOOLEAN, _partition INTEGER, _offset BIGINT);");
        foreach (ModelEvent each in events)
        {
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO events VALUES (make_timestamp({each.Time}), {Text(each.Group)}, {each.Number?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}, ");
            sql.Append(CultureInfo.InvariantCulture, $"{each.Real?.ToString("R", CultureInfo.InvariantCulture) ?? "NULL"}, {Text(each.Text)}, {each.Flag?.ToString() ?? "NULL"}, {each.Partition}, {each.Offset});");
        }

        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql.ToString();
        command.ExecuteNonQuery();
    }

    private static string Text(string? text) => text is null ? "NULL" : $"'{text}'";

    private static long Micros(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
