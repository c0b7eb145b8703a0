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

public sealed class DuckDbSessionSqlTests : IDisposable
{
    private const long Second = 1_000_000;

    private static readonly ColumnDefinition[] Columns =
    [
        new("t", ColumnType.Timestamp, false), new("g", ColumnType.String, true), new("n", ColumnType.Int64, true), new("x", ColumnType.Double, true),
        new("s", ColumnType.String, true), new("b", ColumnType.Boolean, true),
    ];

    private static readonly string[] Measures =
    [
        "count()", "count(s)", "count_distinct(s)", "sum(n)", "sum(x)", "min(n)", "max(t)", "avg(n)", "first(s)", "last(s)", "first(n)", "last(x)", "quantile(n, 0.95)",
    ];

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDbSessionSqlTests() => _connection.Open();

    [Fact]
    public void Compile_RandomEventsAndTables_AgreesWithModel() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                // Whole seconds mostly: ties, gaps of exactly the limit and events exactly at a cut are common; before and after the epoch.
                ModelEvent[] events = [.. Enumerable.Range(0, random.Next(150)).Select(index => new ModelEvent(
                    (random.Next(-120, 120) * Second) + random.Next(2) * random.Next(2), random.Next(3), index, random.Next(5) == 0 ? null : $"k{random.Next(3)}",
                    random.Next(4) == 0 ? null : random.Next(-5, 6), random.Next(4) == 0 ? null : random.Next(-40, 41) / 8.0,
                    random.Next(4) == 0 ? null : $"{(char)('a' + random.Next(4))}", random.Next(2) == 0))];
                Dictionary<string, Func<ModelEvent, bool?>> conditions = [];
                long gap = random.Next(1, 12);
                TableDefinition table = Table(random, conditions, gap, gap + random.Next(40));
                long from = random.Next(3) == 0 ? long.MinValue : random.Next(-120, 120) * Second;
                long to = random.Next(3) == 0 ? long.MaxValue : Math.Max(from, -200 * Second) + (random.Next(200) * Second);

                Run(table, events, from, to).ShouldBe(Expected(table, events, from, to, conditions), $"seed {seed}, {table.Window}");
            },
            iter: 80,
            threads: 1);

    [Fact]
    public void Compile_EventsExactlyTheGapApart_AreOneSession()
    {
        ModelEvent[] events = [At(0), At(10), At(20), new((30 * Second) + 1, 0, 9, "k", null, null, null, null)];

        Run(Sessions(gap: 10, maxLength: 100), events, long.MinValue, long.MaxValue)
            .ShouldBe([$"0|{30 * Second}|k|3", $"{(30 * Second) + 1}|{(40 * Second) + 1}|k|1"]);
    }

    [Fact]
    public void Compile_ChainOfExactlyMaxLength_IsNotCut() =>
        Run(Sessions(gap: 10, maxLength: 20), [At(15), At(25), At(35)], long.MinValue, long.MaxValue).ShouldBe([$"{15 * Second}|{45 * Second}|k|3"]);

    [Fact]
    public void Compile_LongerChain_IsCutAtMultiplesOfMaxLength() =>
        // The event at 40 s is exactly at a cut and begins the next session.
        Run(Sessions(gap: 10, maxLength: 20), [At(15), At(25), At(31), At(40), At(42)], long.MinValue, long.MaxValue)
            .ShouldBe([$"{15 * Second}|{20 * Second}|k|1", $"{25 * Second}|{40 * Second}|k|2", $"{40 * Second}|{52 * Second}|k|2"]);

    [Fact]
    public void Compile_Table_HasTheColumnsOfTheTable()
    {
        TableDefinition table = Table(new Random(1), [], 10, 20) with { GroupBy = ["g", "n"] };
        Load([]);
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = $"DESCRIBE {DuckDbWindowSql.Compile(Pipeline(table), table, "events", 0, 1)}";
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string> described = [];
        while (reader.Read())
        {
            described.Add(reader.GetString(0));
        }

        described.ShouldBe(WindowTable.Columns(table, Columns).Select(column => column.Name));
    }

    public void Dispose() => _connection.Dispose();

    private static ModelEvent At(long second) => new(second * Second, 0, second, "k", null, null, null, null);

    private static TableDefinition Sessions(long gap, long maxLength) => new()
    {
        Name = "t",
        Window = new SessionWindow(TimeSpan.FromSeconds(gap), TimeSpan.FromSeconds(maxLength)),
        GroupBy = ["g"],
        Measures = [MeasureParser.Parse("events", "count()", Columns)],
    };

    private static TableDefinition Table(Random random, Dictionary<string, Func<ModelEvent, bool?>> conditions, long gap, long maxLength)
    {
        List<MeasureDefinition> measures = RandomMeasures.Of(random, Measures, Columns, conditions);
        return Sessions(gap, maxLength) with { GroupBy = random.Next(3) == 0 ? [] : ["g"], Measures = measures };
    }

    private static List<string> Expected(TableDefinition table, ModelEvent[] events, long from, long to, Dictionary<string, Func<ModelEvent, bool?>> conditions)
    {
        SessionGeometry geometry = SessionGeometry.Of((SessionWindow)table.Window);
        return [.. events
            .GroupBy(each => table.GroupBy.Count == 0 ? null : each.Group)
            .SelectMany(group => SessionModel.Cut(group, each => each.Time, geometry.Gap, geometry.MaxLength), (group, session) => (group.Key, Session: session))
            .Where(row => row.Session.Start >= from && row.Session.Start < to)
            .Select(row => Line([
                row.Session.Start, row.Session.End, .. table.GroupBy.Select(_ => row.Key),
                .. table.Measures.Select(measure => WindowModel.Measure(measure, [.. row.Session.Events.Where(each => conditions.GetValueOrDefault(measure.Name)?.Invoke(each) ?? true)])),
            ]))
            .Order(StringComparer.Ordinal)];
    }

    private static PipelineDefinition Pipeline(TableDefinition table) => new()
    {
        Name = "p",
        Directory = "/",
        Source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" },
        Columns = Columns,
        Tables = [table],
    };

    private static string Line(IEnumerable<object?> values) => string.Join('|', values.Select(value => value switch
    {
        DateTime time => $"{(time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond}",
        // Values are eighths: sums are exact, means and quantiles agree far beyond these digits.
        double real => real.ToString("F9", CultureInfo.InvariantCulture).Replace("-0.000000000", "0.000000000", StringComparison.Ordinal),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    private List<string> Run(TableDefinition table, ModelEvent[] events, long from, long to)
    {
        Load(events);
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = DuckDbWindowSql.Compile(Pipeline(table), table, "(SELECT * FROM events)", from, to);
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(Line(Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private void Load(ModelEvent[] events)
    {
        static string Text(string? text) => text is null ? "NULL" : $"'{text}'";
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
}
