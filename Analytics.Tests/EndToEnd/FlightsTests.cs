using System.Text.Json;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>Real flights through the whole platform, compared with the same questions asked of the file directly.</summary>
public sealed class FlightsTests
{
    private static readonly string Sample = Path.Combine(AppHostProcess.Repository, "pipelines", "flights", "sample-20000.parquet");

    [Fact]
    [Trait("Category", "Integration")]
    public Task Sample_IsAnsweredExactly() => RunAsync(Sample, TimeSpan.FromMinutes(4));

    [Fact]
    [Trait("Category", "Slow")]
    public Task FullFile_IsAnsweredExactly()
    {
        var file = Environment.GetEnvironmentVariable("FLIGHTS_FILE");
        Assert.SkipWhen(string.IsNullOrEmpty(file), "FLIGHTS_FILE is not set: it names flights-3m.parquet of the npm package vega-datasets.");
        return RunAsync(file!, TimeSpan.FromMinutes(20));
    }

    private static async Task RunAsync(string file, TimeSpan timeout)
    {
        using var folder = new TemporaryFolder();
        var report = folder.At("report.json");

        var (exitCode, output, error) = await AppHostProcess.RunAsync(
            folder.Path, timeout, AppHostProcess.WithRandomPorts("--pipeline", "flights", "--input", file, "--data", "data", "--until-done", "--report", report));

        exitCode.ShouldBe(0, $"{output}{error}");
        using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var lake = folder.At("data/lake/flights");
        Execute(connection, $"create table source as select * from '{file}'");
        foreach (var table in (string[])["events", "flights_by_origin_1d", "routes_7d"])
        {
            Execute(connection, $"create table {table} as select * from read_parquet([{LiveFiles(Path.Combine(lake, "gold", table))}])");
        }

        var rows = Count(connection, "select count(*) from source");
        LedgerShouldAddUpTo(rows, report);
        ShouldBeEqual(connection, "select epoch_us(date), delay, distance, origin, destination from events", "select epoch_us(date), delay, distance, origin, destination from source");
        ShouldBeEqual(connection, "select epoch_us(window_start), epoch_us(window_end), origin, flights, round(avg_delay, 6), min_delay, max_delay, round(p95_delay, 6), sum_distance from flights_by_origin_1d", """
            select epoch_us(date_trunc('day', date)), epoch_us(date_trunc('day', date) + interval 1 day), origin, count(*), round(avg(delay), 6), min(delay), max(delay), round(quantile_cont(delay, 0.95), 6), sum(distance)::bigint
            from source group by all
            """);
        ShouldBeEqual(connection, "select epoch_us(window_start), epoch_us(window_end), origin, destination, flights, round(avg_delay, 6) from routes_7d", """
            select epoch_us(start), epoch_us(start + interval 7 days), origin, destination, count(*), round(avg(delay), 6)
            from (select *, unnest(range(date_trunc('day', date) - interval 6 days, date_trunc('day', date) + interval 1 day, interval 1 day)) as start from source)
            group by all
            """);
        DirtIsWarnedOf(connection, Path.Combine(lake, "ops", "quality_results"));
        ShippedSuites.ShouldHold(folder.At("data"), "flights").ShouldContain(outcome => outcome.Column == "delay" && outcome.Type == "expect_column_values_to_be_between");
    }

    private static void LedgerShouldAddUpTo(long rows, string report)
    {
        using var ledger = JsonDocument.Parse(File.ReadAllBytes(report));
        long Value(string name) => ledger.RootElement.GetProperty(name).GetInt64();
        Value("consumed").ShouldBe(rows);
        (Value("accepted") + Value("duplicate") + Value("late") + Value("dead_lettered")).ShouldBe(rows);
        (Value("gold") + Value("quarantined") + Value("discarded") + Value("pending")).ShouldBe(Value("accepted"));
        Value("gold").ShouldBe(rows);
        ledger.RootElement.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        ledger.RootElement.GetProperty("events_per_second").GetDouble().ShouldBeGreaterThan(0);
    }

    private static void DirtIsWarnedOf(DuckDBConnection connection, string table)
    {
        Execute(connection, $"create table quality_results as select * from read_parquet([{LiveFiles(table)}], union_by_name = true)");
        var warned = Count(connection, """select sum(unexpected_count)::bigint from quality_results where "table" = 'events' and "column" = 'delay' and severity = 'warning' and not success""");
        warned.ShouldBeGreaterThan(0);
        warned.ShouldBe(Count(connection, "select count(*) from source where delay < -60"));
    }

    /// <summary>Both have the same rows, each as often.</summary>
    private static void ShouldBeEqual(DuckDBConnection connection, string actual, string expected)
    {
        Count(connection, $"select count(*) from (({actual}) except all ({expected}))").ShouldBe(0, actual);
        Count(connection, $"select count(*) from (({expected}) except all ({actual}))").ShouldBe(0, expected);
    }

    /// <summary>The files that the table's log has not removed: added by <c>{"add":{"path":…}}</c>, removed by <c>{"remove":{"path":…}}</c>.</summary>
    private static string LiveFiles(string table)
    {
        var live = new HashSet<string>();
        foreach (var line in Directory.EnumerateFiles(Path.Combine(table, "_delta_log"), "*.json").Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            using var action = JsonDocument.Parse(line);
            if (action.RootElement.TryGetProperty("add", out var add))
            {
                live.Add(Uri.UnescapeDataString(add.GetProperty("path").GetString()!));
            }
            else if (action.RootElement.TryGetProperty("remove", out var remove))
            {
                live.Remove(Uri.UnescapeDataString(remove.GetProperty("path").GetString()!));
            }
        }

        live.ShouldNotBeEmpty(table);
        return string.Join(", ", live.Select(file => $"'{Path.Combine(table, file)}'"));
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Count(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
