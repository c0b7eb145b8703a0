using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Files;
using Analytics.Quality.Sql;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// A suite over a Parquet file against a DuckDB query written by hand that computes the same numbers (without samples), in turns in one process. The measure
/// is CPU time: it carries over from a machine that is shared.
/// </summary>
internal static class SuiteScan
{
    private const int Rounds = 9;

    private const string Hand = """
        SELECT count(*), count(id), count(user_id), count(amount), count(day), count(DISTINCT id),
            count(*) FILTER (WHERE plan NOT IN ('free', 'pro', 'team', 'enterprise')), count(*) FILTER (WHERE country NOT IN ('DE', 'FR', 'US', 'GB', 'JP')),
            count(*) FILTER (WHERE NOT amount BETWEEN 0 AND 1000), count(*) FILTER (WHERE NOT quantity BETWEEN 0 AND 4), count(*) FILTER (WHERE NOT duration BETWEEN 0 AND 3600),
            count(*) FILTER (WHERE NOT regexp_matches(email, '^[^@\s]+@[^@\s]+\.[a-z]+$')), count(*) FILTER (WHERE NOT regexp_matches(day, '^\d{4}-\d{2}-\d{2}$')),
            avg(amount), count(DISTINCT plan) FILTER (WHERE plan NOT IN ('free', 'pro', 'team', 'enterprise')), count(*) FILTER (WHERE length(token) <> 32)
        FROM 
        """;

    public static Task<int> RunAsync(int rows, string data, TextWriter output, CancellationToken cancel)
    {
        output.WriteLine("| data | expectations | by hand, CPU ms | suite, CPU ms | ratio | fail |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var (isDirty, count) in new[] { (false, 16), (true, 16), (false, 64), (false, 256) })
        {
            cancel.ThrowIfCancellationRequested();
            output.WriteLine(Measure(rows, isDirty, count, data));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Peak RSS of this process: {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MB"));
        return Task.FromResult(0);
    }

    private static string Measure(int rows, bool isDirty, int count, string data)
    {
        var file = Path.Combine(data, isDirty ? "dirty.parquet" : "clean.parquet");
        using var database = new QualityDatabase();
        if (!File.Exists(file))
        {
            database.Execute(Write(rows, isDirty, file));
        }

        var suiteFile = Path.Combine(data, $"suite-{count}.json");
        File.WriteAllText(suiteFile, new JsonObject { ["name"] = "benchmark", ["expectations"] = new JsonArray([.. SuiteScanExpectations.Take(count)]) }.ToJsonString());
        var suite = SuiteLoader.Load(suiteFile);
        var relation = FileRelation.Open(database.Connection, file, _ => false);
        var (byHand, bySuite) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            byHand.Add(ProcessorTime(() => database.Execute(Hand + FileRelation.Parquet(file))));
            bySuite.Add(ProcessorTime(() => new SuiteEngine(database.Connection).Evaluate(suite, relation)));
        }

        var failed = new SuiteEngine(database.Connection).Evaluate(suite, relation).Results.Count(result => !result.Success);
        return string.Create(CultureInfo.InvariantCulture, $"| {(isDirty ? "dirty" : "clean")} | {count} | {Median(byHand):0} | {Median(bySuite):0} | {Median(bySuite) / Median(byHand):0.00} | {failed} |");
    }

    /// <summary>Rows of events; dirty ones break four expectations, a few hundred rows each.</summary>
    private static string Write(int rows, bool isDirty, string file)
    {
        string Broken(string when, string with, string good) => isDirty ? $"CASE WHEN {when} THEN {with} ELSE {good} END" : good;
        return $"""
            COPY (SELECT i AS id, 'u' || lpad((i * 7919 % 1000000)::VARCHAR, 8, '0') AS user_id, ['free', 'pro', 'team', 'enterprise'][1 + i % 4] AS plan,
                {Broken("i % 5000 = 17", "'XX'", "['DE', 'FR', 'US', 'GB', 'JP'][1 + i % 5]")} AS country,
                {Broken("i % 9000 = 3", "-1", "(i * 31 % 99991) / 100.0")}::DOUBLE AS amount, (i % 5)::BIGINT AS quantity, (i * 17 % 3600)::DOUBLE AS duration,
                {Broken("i % 3000 = 5", "'bad'", "'user' || (i % 50000) || '@example.com'")} AS email,
                {Broken("i % 4000 = 9", "NULL", "'2026-01-' || lpad((1 + i % 28)::VARCHAR, 2, '0')")} AS day, md5(i::VARCHAR) AS token
            FROM range({rows}) t(i)) TO '{file}' (FORMAT parquet)
            """;
    }

    private static double ProcessorTime(Action run)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        run();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
