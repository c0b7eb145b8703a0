using System.Diagnostics;
using System.Net.Http.Json;
using Analytics.Api.Workers;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>Hostile statements: each is refused or stopped, nothing is written, and the API goes on serving.</summary>
public sealed class SandboxTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Forbidden => new(
        "COPY (SELECT 1) TO '/tmp/evil.csv'",
        "COPY events TO 'events.parquet' (FORMAT parquet, USE_TMP_FILE false)",
        "ATTACH '/tmp/evil.db'",
        "INSTALL httpfs",
        "LOAD json",
        "SET memory_limit = '100GB'",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "CALL enable_logging()",
        "CREATE TABLE t AS SELECT 1",
        "CREATE MACRO m() AS TABLE SELECT * FROM read_text('/etc/passwd')",
        "INSERT INTO events VALUES (1)",
        "DELETE FROM events",
        "DROP VIEW events",
        "EXPORT DATABASE '/tmp/evil'",
        "USE memory",
        "BEGIN",
        "CHECKPOINT",
        "VACUUM",
        "PREPARE p AS SELECT 1",
        "EXPLAIN ANALYZE SELECT * FROM events",
        "EXPLAIN SELECT * FROM events",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY (SELECT 1) TO '/tmp/evil.csv'",
        "SELECT 1 /* ; */ ; -- \nATTACH 'x'",
        "SELECT 1\0; COPY (SELECT 1) TO '/tmp/evil.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM \"read_text\"('/etc/passwd')",
        "SELECT * FROM Read_Text /* comment */ ('/etc/passwd')",
        "SELECT * FROM main.read_blob('/etc/passwd')",
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT * FROM parquet_metadata('x.parquet')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT (SELECT max(content) FROM read_text('/etc/passwd')) AS x FROM events",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM glob('/*'))",
        "SELECT * FROM events, LATERAL (SELECT * FROM glob(tenant))",
        "WITH x AS (SELECT * FROM glob('/*')) SELECT * FROM x",
        "WITH x AS MATERIALIZED (SELECT 1) SELECT * FROM range((SELECT count(*) FROM glob('/*')))",
        "SELECT * FROM events ORDER BY (SELECT max(file) FROM glob('/*'))",
        "SELECT count(*) OVER (ORDER BY (SELECT max(file) FROM glob('/*'))) FROM events",
        "SELECT 1 UNION ALL SELECT count(*) FROM glob('/*')",
        "VALUES ((SELECT count(*) FROM glob('/*')))",
        "DESCRIBE SELECT * FROM glob('/*')",
        "SUMMARIZE SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('events')",
        "FROM enable_logging('QueryLog')",
        "FROM duckdb_settings()",
        "FROM duckdb_views()",
        "FROM duckdb_databases()",
        "FROM duckdb_functions()",
        "FROM pragma_database_size()",
        "FROM pragma_table_info('events')",
        "FROM json_execute_serialized_sql('{}')",
        "FROM test_all_types()",
        "FROM which_secret('s3://x', 's3')",
        "SHOW TABLES",
        "SHOW ALL TABLES",
        "SHOW DATABASES",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_catalog.pg_tables",
        "SELECT * FROM system.main.duckdb_tables",
        "SELECT * FROM memory.main.events",
        "SELECT current_setting('memory_limit')",
        "SELECT getvariable('x')",
        "SELECT current_query()",
        "SELECT write_log('x')",
        "SELECT nextval('s')",
        "SELECT sleep_ms(1)",
        "SELECT json_serialize_plan('SELECT 1')",
        "SELECT list_transform([1], lambda x: current_setting('threads'))");

    public static TheoryData<string> Unknown => new(
        "FROM '/etc/passwd'",
        "SELECT * FROM \"/etc/passwd.csv\"",
        "SELECT * FROM 'https://example.com/x.parquet'",
        "SELECT * FROM duckdb_settings",
        "SELECT * FROM sqlite_master",
        "WITH duckdb_settings AS (SELECT * FROM duckdb_settings) SELECT * FROM duckdb_settings",
        "SELECT * FROM (WITH duckdb_views AS (SELECT 1) SELECT * FROM duckdb_views), duckdb_views",
        "WITH RECURSIVE duckdb_views AS (SELECT * FROM duckdb_views UNION ALL SELECT * FROM duckdb_views) SELECT * FROM duckdb_views",
        "SELECT (WITH duckdb_views AS (SELECT 1) SELECT 1), * FROM duckdb_views");

    /// <summary>Each of them took gigabytes of a DuckDB that had only its own memory_limit, or runs for ever.</summary>
    public static TheoryData<string> Bombs => new(
        "SELECT repeat('x', 1000000000)",
        "SELECT length(repeat('x', 2000000000))",
        "SELECT list(i) FROM range(1000000000) AS r(i)",
        "SELECT range(1000000000)",
        "SELECT string_agg(repeat('abc', 1000), '') FROM range(10000000)",
        "SELECT array_agg(i) OVER () FROM range(200000) AS r(i)",
        "SELECT histogram(i) FROM range(100000000) AS r(i)",
        "SELECT count(DISTINCT a.i * 1000003 + b.i) FROM range(100000) AS a(i), range(100000) AS b(i)",
        "SELECT printf('%2000000000d', 1)",
        "SELECT count(*) FROM events a, events b, events c, events d, events e",
        "WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c",
        "SELECT * FROM events a, events b, events c, events d ORDER BY random()");

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task Statement_Forbidden_IsRefusedAndSaysWhatIsAllowed(string sql)
    {
        var (status, problem) = await fixture.Server.QueryAsync(sql);

        status.ShouldBe(403, problem.GetRawText());
        problem.GetProperty("detail").GetString()!.ShouldContain("Allowed is one SELECT");
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task Table_ThatIsNotGold_IsUnknown(string sql)
    {
        var (status, problem) = await fixture.Server.QueryAsync(sql);

        status.ShouldBe(400, problem.GetRawText());
        problem.GetProperty("reason").GetString().ShouldBe("unknown_table");
    }

    [Theory]
    [Trait("Category", "Integration")]
    [MemberData(nameof(Bombs))]
    public async Task Bomb_IsStopped_AndTheNextQueryWorks(string sql)
    {
        var (status, problem) = await fixture.Server.QueryAsync(sql);
        status.ShouldBeOneOf(422, 504);
        problem.GetProperty("reason").GetString().ShouldBeOneOf("out_of_memory", "timeout");

        var (next, answer) = await fixture.Server.QueryAsync("SELECT count(*) FROM events");
        next.ShouldBe(200);
        answer.GetProperty("rows")[0][0].GetInt64().ShouldBe(300);
    }

    [Fact]
    public async Task Message_OfAnError_HasNoPathOfTheServer()
    {
        var (_, described) = await fixture.Server.QueryAsync("SUMMARIZE events");
        described.GetRawText().ShouldNotContain(".parquet");

        var (_, problem) = await fixture.Server.QueryAsync("SELECT filename FROM events");
        problem.GetProperty("detail").GetString()!.ShouldNotContain("/");
    }

    [Fact]
    [Trait("Category", "Integration")]
    public async Task Worker_Killed_IsReplaced()
    {
        await fixture.Server.QueryAsync("SELECT 1");
        var pool = fixture.Server.Service<WorkerPool>();
        foreach (var id in pool.IdleProcessIds)
        {
            using var worker = Process.GetProcessById(id);
            worker.Kill();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (status, _) = await fixture.Server.QueryAsync("SELECT 1");
        status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Integration")]
    public async Task Client_GoesAway_FreesTheWorker()
    {
        for (var i = 0; i < 4; i++)
        {
            using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Should.ThrowAsync<OperationCanceledException>(() => fixture.Server.Client.PostAsJsonAsync(
                "/api/query", new { sql = "SELECT count(*) FROM range(100000000000)" }, gone.Token));
        }

        var (status, _) = await fixture.Server.QueryAsync("SELECT 1");
        status.ShouldBe(200);
    }
}
