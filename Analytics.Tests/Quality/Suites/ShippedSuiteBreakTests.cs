using System.Collections.Concurrent;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Settlement;
using Analytics.Quality.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Suites;

/// <summary>Every line of a shipped suite holds on good rows and fails on rows that break it: none is there for show.</summary>
public sealed class ShippedSuiteBreakTests : IDisposable
{
    private const int Rows = 12;

    private static readonly Dictionary<string, string> Good = new()
    {
        ["saas/events"] = """
            SELECT uuid()::VARCHAR AS event_id, TIMESTAMP '2026-01-31 12:00:00' + to_seconds(i) AS event_time, 'acme' AS tenant_id, 'u-' || i AS user_id, 'purchase' AS event_type,
                '/pricing' AS page, 100::BIGINT * i AS amount_cents, 's-1' AS session_id, 'DE' AS country, '{}' AS context, (i % 6)::INTEGER AS _partition, i::BIGINT AS _offset
            """,
        ["saas/event_metrics_1m"] = Window("'acme' AS tenant_id, 'click' AS event_type, 5::BIGINT AS events, 3::BIGINT AS users, 700::BIGINT AS revenue_cents"),
        ["saas/active_users_5m"] = Window("'acme' AS tenant_id, 3::BIGINT AS users"),
        ["saas/user_sessions"] = Window("'acme' AS tenant_id, 'u-1' AS user_id, 4::BIGINT AS events, '/' AS first_page, '/pricing' AS last_page"),
        ["flights/events"] = """
            SELECT TIMESTAMP '2001-03-04 05:06:00' + to_hours(i) AS date, (i - 3)::BIGINT AS delay, 500::BIGINT AS distance, 'ATL' AS origin, 'JFK' AS destination, 0 AS _partition, i::BIGINT AS _offset
            """,
        ["flights/flights_by_origin_1d"] = Window("'ATL' AS origin, 9::BIGINT AS flights, 5.5 AS avg_delay, -3::BIGINT AS min_delay, 40::BIGINT AS max_delay, 33.3 AS p95_delay, 4500::BIGINT AS sum_distance"),
        ["flights/routes_7d"] = Window("'ATL' AS origin, 'JFK' AS destination, 9::BIGINT AS flights, 5.5 AS avg_delay"),
    };

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ExpectationSuite>> Loaded = new();

    private readonly QualityDatabase _database = new();

    public static TheoryData<string, string, int> Lines
    {
        get
        {
            var lines = new TheoryData<string, string, int>();
            foreach (var pipeline in (string[])["saas", "flights"])
            {
                foreach (var (table, suite) in Suites(pipeline))
                {
                    for (var index = 0; index < suite.Expectations.Count; index++)
                    {
                        lines.Add(pipeline, table, index);
                    }
                }
            }

            return lines;
        }
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [MemberData(nameof(Lines))]
    public void Line_HoldsOnGoodRowsAndFailsOnBadOnes(string pipeline, string table, int index)
    {
        var suite = Suites(pipeline)[table];
        var expectation = suite.Expectations[index];
        _database.Execute($"CREATE TABLE good AS {Good[$"{pipeline}/{table}"]} FROM range({Rows}) AS numbers(i)");
        Evaluate(suite, "good").Results.ShouldAllBe(result => result.Success);

        _database.Execute($"CREATE TABLE bad AS {BrokenRows.Of(expectation, "good")}");
        var results = Evaluate(suite, "bad");

        var result = results.Results[index];
        result.Exception.ShouldBeNull();
        result.Success.ShouldBeFalse();
        var decision = Decision.Of(results);
        if (expectation.Severity is Severity.Critical)
        {
            decision.OverBatch.Concat(decision.OverRows).ShouldContain(result);
        }
        else
        {
            decision.OverBatch.Concat(decision.OverRows).ShouldNotContain(result);
        }
    }

    private static string Window(string columns) =>
        $"SELECT TIMESTAMP '2026-01-31 12:00:00' + to_minutes(i) AS window_start, TIMESTAMP '2026-01-31 12:00:00' + to_minutes(i + 5) AS window_end, {columns}";

    private static IReadOnlyDictionary<string, ExpectationSuite> Suites(string pipeline) =>
        Loaded.GetOrAdd(pipeline, name => SuiteLoader.LoadAll(PipelineLoader.Load(PipelineLocator.Find(name, AppContext.BaseDirectory))));

    private SuiteResult Evaluate(ExpectationSuite suite, string name) =>
        new SuiteEngine(_database.Connection).Evaluate(suite, Relation.Describe(_database.Connection, name));
}
