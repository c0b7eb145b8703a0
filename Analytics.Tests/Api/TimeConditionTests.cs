using Analytics.Api.Sandbox;
using Analytics.Api.Workers;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Sql;
using CsCheck;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>What a statement says about times narrows what is read of a table, and never the answer.</summary>
public sealed class TimeConditionTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Noon = "TIMESTAMP '2024-03-01 12:00:00'";

    private static readonly Dictionary<string, JobTable> Tables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["events"] = new("events", new TableScan("(SELECT * FROM gold", ")", "event_time"), []),
        ["metrics"] = new("metrics", new TableScan("(SELECT * FROM windows", ")", "window_start"), []),
        ["metrics_live"] = new("metrics_live", TableScan.Closed("(SELECT 1 AS window_start)"), []),
    };

    [Theory]
    [InlineData($"SELECT * FROM events WHERE event_time >= {Noon}", "events lower")]
    [InlineData($"SELECT * FROM events WHERE {Noon} > event_time", "events upper")]
    [InlineData($"SELECT * FROM EVENTS e WHERE e.EVENT_TIME = {Noon} AND cents > 1", "events lower, events upper")]
    [InlineData("SELECT * FROM events WHERE event_time BETWEEN $from AND now() - INTERVAL 5 MINUTES", "events lower, events upper")]
    [InlineData("SELECT * FROM events WHERE (cents > 1 AND (event_time < '2024-03-01' AND tenant = 'a'))", "events upper")]
    [InlineData($"SELECT tenant, (SELECT max(events) FROM metrics WHERE window_start > {Noon}) FROM events WHERE date_trunc('day', {Noon}) <= event_time", "events lower, metrics lower")]
    [InlineData($"WITH recent AS (SELECT * FROM events WHERE event_time > {Noon}) SELECT * FROM recent a JOIN recent b USING (tenant)", "events lower")]
    [InlineData($"SELECT * FROM events WHERE NOT event_time > {Noon}", "events upper")]
    [InlineData($"FROM events WHERE event_time > {Noon} GROUP BY ALL", "events lower")]
    [InlineData($"SUMMARIZE SELECT * FROM events WHERE event_time > {Noon}", "events lower")]
    [InlineData($"SELECT * FROM events WHERE event_time > {Noon} OR cents > 1", "")]
    [InlineData($"SELECT * FROM events WHERE NOT (event_time > {Noon} AND cents > 1)", "")]
    [InlineData($"SELECT * FROM events WHERE event_time != {Noon}", "")]
    [InlineData("SELECT * FROM events WHERE event_time > _timestamp", "")]
    [InlineData($"SELECT * FROM events WHERE event_time > {Noon} + to_seconds((random() * 9)::BIGINT)", "")]
    [InlineData("SELECT * FROM events WHERE event_time > (SELECT max(window_start) FROM metrics)", "")]
    [InlineData($"SELECT * FROM events WHERE event_time + INTERVAL 1 HOUR > {Noon}", "")]
    [InlineData($"SELECT * FROM events AS e(event_time) WHERE event_time > {Noon}", "")]
    [InlineData($"SELECT * FROM events WHERE event_time > {Noon} USING SAMPLE 10 ROWS", "")]
    [InlineData($"SELECT * FROM events TABLESAMPLE 10% WHERE event_time > {Noon}", "")]
    [InlineData($"SELECT * FROM events a, events b WHERE a.event_time > {Noon}", "")]
    [InlineData($"SELECT * FROM events WHERE event_time > {Noon} UNION ALL SELECT * FROM events", "")]
    [InlineData($"SELECT * FROM events JOIN metrics USING (tenant) WHERE event_time > {Noon}", "")]
    [InlineData($"WITH events AS (SELECT 1 AS event_time) SELECT * FROM events WHERE event_time > {Noon}", "")]
    [InlineData($"SELECT * FROM metrics_live WHERE window_start > {Noon}", "")]
    [InlineData($"SELECT count(*) FILTER (WHERE event_time > {Noon}) FROM events", "")]
    [InlineData($"SELECT tenant FROM events GROUP BY tenant HAVING max(event_time) > {Noon}", "")]
    public void Check_TimesOfATable_AreFoundWhereNoOtherRowCanCount(string sql, string expected)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();

        var statement = new StatementGate(FunctionPolicy.Load(connection), Tables).Check(connection, sql);

        string.Join(", ", statement.Conditions.Select(found => $"{found.Table} {(found.IsLowerBound ? "lower" : "upper")}")).ShouldBe(expected);
    }

    [Fact]
    public void Show_WithBounds_PutsThemOnTheColumnOfTheFiles()
    {
        using var lake = new TestLake();
        var snapshot = lake.Settle(0, 300, new SettlementCounts(300, 0, 0), new SettlementCounts(300, 0, 0), stagingVersion: 0);
        var folder = lake.Layout.Gold(LakeLayout.Events);
        var table = new JobTable(
            "events", LakeSql.OpenScan(folder, snapshot.Files, snapshot.Schema, "event_time"), [.. snapshot.Files.Select(file => new JobFile(Path.Combine(folder, file.Path), file.Size))]);
        using var database = new SandboxDatabase(256 << 20, 1);

        database.Lock([table]);
        database.Show([table], new Dictionary<string, TimeBounds> { ["events"] = new("event_time", TestLake.Start + TestLake.Minute, long.MaxValue) });

        using var command = database.Connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events";
        command.ExecuteScalar().ShouldBe(240L);
    }

    [Fact]
    public async Task Query_RandomConditions_AnswersAsWithoutNarrowing()
    {
        var moment = Gen.Int[-20, 320];
        var value = Gen.Select(moment, Gen.Int[0, 7], (second, form) => Value(second, form));
        var comparison = Gen.Select(Gen.Int[0, 7], value, value, Comparison);
        var statements = Gen.Select(comparison.Array[1, 3], Gen.Int[0, 4], Statement).Array[60].Single();

        var narrowed = 0;
        foreach (var statement in statements)
        {
            var parameters = new { from = "2024-03-01T00:01:00Z", zone = "2024-03-01T02:02:00+02:00" };
            var (status, answer) = await fixture.Server.QueryAsync(statement("event_time"), parameters);
            var (expectedStatus, expected) = await fixture.Server.QueryAsync(statement("(event_time + INTERVAL 0 SECONDS)"), parameters);

            // Some types can't be compared with each other.
            status.ShouldBe(expectedStatus, answer.GetRawText());
            if (status != 200)
            {
                continue;
            }

            answer.GetProperty("rows").GetRawText().ShouldBe(expected.GetProperty("rows").GetRawText(), statement("event_time"));
            narrowed += answer.GetProperty("rows").GetRawText().Contains("300", StringComparison.Ordinal) ? 0 : 1;
        }

        narrowed.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM events WHERE event_time > NULL", 200)]
    [InlineData("SELECT count(*) FROM events WHERE event_time < 'infinity'::TIMESTAMP AND event_time > '-infinity'::TIMESTAMP", 200)]
    [InlineData("SELECT count(*) FROM events WHERE event_time > 'yesterday morning'", 400)]
    [InlineData("SELECT count(*) FROM events WHERE event_time > $absent", 400)]
    [InlineData("SELECT count(*) FROM events WHERE event_time > 5", 400)]
    [InlineData("SELECT count(*) FROM events WHERE event_time > error('no')", 400)]
    public async Task Query_ConditionWithoutATime_FailsOrAnswersByItself(string sql, int expected)
    {
        var (status, answer) = await fixture.Server.QueryAsync(sql);

        status.ShouldBe(expected, answer.GetRawText());
    }

    private static string Value(int second, int form) => form switch
    {
        0 => $"make_timestamp({TestLake.Start + (second * 1_000_000L)})",
        1 => $"TIMESTAMP '2024-03-01 00:00:00' + to_seconds({second})",
        2 => $"TIMESTAMPTZ '2024-03-01 01:00:00+01' + INTERVAL '{second} seconds'",
        3 => "DATE '2024-03-01'",
        4 => $"make_timestamp_ns({(TestLake.Start + (second * 1_000_000L)) * 1000} + {second % 3})",
        5 => "$from",
        6 => "$zone::TIMESTAMPTZ",
        _ => "now()",
    };

    private static Func<string, string> Comparison(int form, string value, string other) => time => form switch
    {
        0 => $"{time} >= {value}",
        1 => $"{time} > {value}",
        2 => $"{time} < {value}",
        3 => $"{value} >= {time}",
        4 => $"{value} < {time}",
        5 => $"{time} = {value}",
        6 => $"{time} BETWEEN {value} AND {other}",
        _ => $"({time} > {value} OR cents IS NULL)",
    };

    private static Func<string, string> Statement(Func<string, string>[] conditions, int form) => time =>
    {
        var where = string.Join(" AND ", conditions.Select(condition => condition(time)));
        return form switch
        {
            0 => $"SELECT count(*), min(event_id), max(event_time) FROM events WHERE {where}",
            1 => $"SELECT tenant, count(*) FROM events e WHERE {where.Replace("event_time", "e.event_time", StringComparison.Ordinal)} GROUP BY tenant ORDER BY tenant",
            2 => $"WITH few AS (SELECT * FROM events WHERE {where}) SELECT count(*), (SELECT count(*) FROM metrics) FROM few",
            3 => $"SELECT count(*) FROM (SELECT event_id, row_number() OVER (ORDER BY event_time) AS n FROM events WHERE {where}) WHERE n % 2 = 1",
            _ => $"SELECT count(*) FROM events a LEFT JOIN (SELECT event_id FROM events WHERE {where}) b USING (event_id) WHERE b.event_id IS NULL",
        };
    };
}
