using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Contracts.Sql.Spark;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Sql.Spark;

/// <summary>Random events and tables through the statements of both engines: the same rows, doubles to 1e-12.</summary>
[Collection(SparkCollection.Name)]
[Trait("Category", "Spark")]
public sealed class SparkWindowSqlTests : IDisposable
{
    private static readonly ColumnDefinition[] Columns =
    [
        new("t", ColumnType.Timestamp, false), new("g", ColumnType.String, true), new("n", ColumnType.Int64, true), new("x", ColumnType.Double, true),
        new("s", ColumnType.String, true), new("b", ColumnType.Boolean, true),
    ];

    private static readonly string[] Measures =
    [
        "count()", "count(s)", "count_distinct(s)", "count_distinct(n)", "count_distinct(t)", "sum(n)", "sum(x)", "min(n)", "max(x)", "min(s)", "max(s)", "max(t)", "min(b)", "max(b)", "avg(n)", "avg(x)",
        "first(s)", "last(s)", "first(n)", "last(x)", "first(b)", "last(t)", "quantile(n, 0.95)", "quantile(x, 0.5)", "quantile(x, 0)", "quantile(x, 1)",
    ];

    private static readonly string[] Conditions =
        ["n > 0", "s is null", "s in ('a', 'it''s') and not b", "x >= -0.5 or b", "g <> 'k1'", "t < '1970-01-01T00:00:05Z'", "n >= 0.5", "not (n = 1 or n is null)"];

    private readonly SparkSession _spark;
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public SparkWindowSqlTests(SparkSession spark)
    {
        _spark = spark;
        _connection.Open();
    }

    [Fact]
    public async Task Compile_RandomEventsAndTables_GivesTheRowsOfDuckDb()
    {
        SparkSession.SkipWithout();
        int rows = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            if (seed % 10 == 0)
            {
                await LoadAsync(random);
            }

            TableDefinition table = Table(random);
            long from = random.Next(3) == 0 ? long.MinValue : random.Next(-60, 40) * 500_000L;
            long to = random.Next(3) == 0 ? long.MaxValue : Math.Max(from, -30_000_000) + (random.Next(1, 100) * 500_000L);
            List<string[]> expected = Duck(DuckDbWindowSql.Compile(Pipeline(table), table, "(SELECT * FROM events)", from, to));
            List<JsonObject> actual = await _spark.RunAsync(AsText(SparkWindowSql.Compile(Pipeline(table), table, "events", from, to), table));
            Verify([.. actual.Select(row => Names(table).Select(name => (string?)row[name] ?? "").ToArray())], expected, $"seed {seed}, {table.Window}, {string.Join("; ", table.Measures)}");
            rows += expected.Count;
        }

        rows.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("9223372036854775807", "1")]
    [InlineData("-9223372036854775808", "-1")]
    public async Task Compile_SumBeyond64Bits_FailsOnBoth(string first, string second)
    {
        SparkSession.SkipWithout();
        TableDefinition table = Fixed(new TumblingWindow(TimeSpan.FromSeconds(1)), "sum(n)");
        string values = $"(SELECT CAST(v AS BIGINT) AS n, {{0}} AS t, 0 AS _partition, 0 AS _offset FROM (VALUES ('{first}'), ('{second}')) AS q(v))";

        Should.Throw<DuckDBException>(() => Duck(DuckDbWindowSql.Compile(Pipeline(table), table, values.Replace("{0}", "make_timestamp(0)", StringComparison.Ordinal), 0, 1)));
        string spark = SparkWindowSql.Compile(Pipeline(table), table, values.Replace("{0}", "timestamp_micros(0)", StringComparison.Ordinal), 0, 1);
        (await Should.ThrowAsync<InvalidOperationException>(_spark.RunAsync(spark))).Message.ShouldContain("CAST_OVERFLOW");
    }

    [Fact]
    public async Task Compile_SumThatOnlyOverflowsOnTheWay_IsExact()
    {
        SparkSession.SkipWithout();
        TableDefinition table = Fixed(new TumblingWindow(TimeSpan.FromSeconds(1)), "sum(n)");
        const string Values = "(SELECT v AS n, timestamp_micros(0) AS t, 0 AS _partition, 0 AS _offset FROM (VALUES (9223372036854775807L), (9223372036854775807L), (-9223372036854775807L)) AS q(v))";

        List<JsonObject> rows = await _spark.RunAsync(SparkWindowSql.Compile(Pipeline(table), table, Values, 0, 1));

        ((long)rows.ShouldHaveSingleItem()["m0"]!).ShouldBe(long.MaxValue);
    }

    [Fact]
    public async Task Compile_Table_HasTheColumnsAndTypesOfTheTable()
    {
        SparkSession.SkipWithout();
        await LoadAsync(new Random(1));
        foreach (WindowDefinition window in new WindowDefinition[] { new SlidingWindow(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), new SessionWindow(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(9)) })
        {
            TableDefinition table = Fixed(window, Measures) with { GroupBy = ["g", "b"] };

            List<JsonObject> described = await _spark.RunAsync($"DESCRIBE QUERY {SparkWindowSql.Compile(Pipeline(table), table, "events", 0, 1)}");

            described.Select(row => ((string)row["col_name"]!, (string)row["data_type"]!)).ShouldBe(WindowTable.Columns(table, Columns).Select(column => (column.Name, SparkType(column.Type))));
        }
    }

    public void Dispose() => _connection.Dispose();

    private static string SparkType(ColumnType type) => type switch
    {
        ColumnType.Int64 => "bigint",
        ColumnType.Double => "double",
        ColumnType.Boolean => "boolean",
        ColumnType.Timestamp => "timestamp",
        _ => "string",
    };

    private static TableDefinition Fixed(WindowDefinition window, params string[] measures) => new()
    {
        Name = "t",
        Window = window,
        GroupBy = [],
        Measures = [.. measures.Select((measure, index) => MeasureParser.Parse($"m{index}", measure, Columns))],
    };

    private static TableDefinition Table(Random random)
    {
        string[] measures = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Measures[random.Next(Measures.Length)] + (random.Next(2) == 0 ? "" : $" where {Conditions[random.Next(Conditions.Length)]}"))];
        TimeSpan every = TimeSpan.FromMilliseconds(random.Next(1, 50) * 100);
        WindowDefinition window = random.Next(3) switch
        {
            0 => new TumblingWindow(every),
            1 => new SlidingWindow(every * random.Next(1, 6), every),
            _ => new SessionWindow(every, every * random.Next(1, 8)),
        };
        return Fixed(window, measures) with { GroupBy = random.Next(3) == 0 ? [] : ["g"] };
    }

    private static PipelineDefinition Pipeline(TableDefinition table) => new()
    {
        Name = "p",
        Directory = "/",
        Source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" },
        Columns = Columns,
        Tables = [table],
    };

    private static IEnumerable<string> Names(TableDefinition table) => WindowTable.Columns(table, Columns).Select(column => column.Name);

    private static string AsText(string sql, TableDefinition table) =>
        $"SELECT {string.Join(", ", WindowTable.Columns(table, Columns).Select(column => $"CAST({(column.Type == ColumnType.Timestamp ? $"unix_micros({column.Name})" : column.Name)} AS STRING) AS {column.Name}"))} FROM ({sql})";

    private static void Verify(List<string[]> actual, List<string[]> expected, string where)
    {
        string Key(string[] row) => string.Join('|', row[..Math.Min(3, row.Length)]);
        actual = [.. actual.OrderBy(Key, StringComparer.Ordinal)];
        expected = [.. expected.OrderBy(Key, StringComparer.Ordinal)];
        actual.Count.ShouldBe(expected.Count, where);
        foreach ((string[] left, string[] right) in actual.Zip(expected))
        {
            foreach ((string one, string other) in left.Zip(right))
            {
                if (one != other)
                {
                    double.TryParse(one, CultureInfo.InvariantCulture, out double real).ShouldBeTrue($"{string.Join('|', left)} | {string.Join('|', right)} {where}");
                    real.ShouldBe(double.Parse(other, CultureInfo.InvariantCulture), 1e-12 * Math.Max(1, Math.Abs(real)), $"{string.Join('|', left)} | {string.Join('|', right)} {where}");
                }
            }
        }
    }

    private static string Text(object value) => value switch
    {
        DateTime time => $"{(time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond}",
        bool flag => flag ? "true" : "false",
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private List<string[]> Duck(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : Text(reader.GetValue(column)))]);
        }

        return rows;
    }

    /// <summary>Up to 150 events into both engines: ties, gaps of exactly the limit, times before and after the epoch, fractions that no double holds.</summary>
    private async Task LoadAsync(Random random)
    {
        string[] texts = ["'a'", "'b'", "'it''s'", "'é'", "'😀'", "NULL"];
        var insert = new StringBuilder("CREATE OR REPLACE TABLE events (t TIMESTAMP, g VARCHAR, n BIGINT, x DOUBLE, s VARCHAR, b BOOLEAN, _partition INTEGER, _offset BIGINT);");
        for (int index = random.Next(50, 150); index > 0; index--)
        {
            long time = random.Next(2) == 0 ? random.Next(-200, 200) * 100_000L : random.NextInt64(-30_000_000, 30_000_000);
            string group = random.Next(5) == 0 ? "NULL" : $"'k{random.Next(3)}'";
            string number = random.Next(4) == 0 ? "NULL" : $"{random.Next(-5, 6)}";
            string real = random.Next(4) == 0 ? "NULL" : ((random.NextDouble() * 10) - 2).ToString("R", CultureInfo.InvariantCulture);
            insert.Append(
                CultureInfo.InvariantCulture,
                $"INSERT INTO events VALUES (make_timestamp({time}), {group}, {number}, {real}, {texts[random.Next(texts.Length)]}, {(random.Next(4) == 0 ? "NULL" : random.Next(2) == 0 ? "true" : "false")}, {random.Next(3)}, {index});");
        }

        string file = _spark.PathOf($"{Guid.NewGuid():N}.parquet");
        // With the zone, as the lake has it: Spark reads a TIMESTAMP.
        insert.Append(CultureInfo.InvariantCulture, $"SET TimeZone = 'UTC'; COPY (SELECT * REPLACE (t::TIMESTAMPTZ AS t) FROM events) TO '{file}' (FORMAT parquet);");
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = insert.ToString();
        command.ExecuteNonQuery();
        await _spark.RunAsync($"CREATE OR REPLACE TEMP VIEW events AS SELECT * FROM parquet.`{file}`");
    }
}
