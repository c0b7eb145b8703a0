using System.Text.Json;
using Analytics.SparkConnect;
using Apache.Arrow;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SparkConnect;

/// <summary>The client against a real server.</summary>
[Trait("Category", "Spark")]
public sealed class SparkClientTests(SparkServer server)
{
    [Fact(Timeout = 240_000)]
    public async Task ASession_AnswersSqlWithArguments_AndKeepsSettingsAndViews()
    {
        using var session = await server.SessionAsync();
        (await session.VersionAsync(TestContext.Current.CancellationToken)).ShouldStartWith("4.");
        await session.SetAsync([new("spark.sql.shuffle.partitions", "3"), new("spark.sql.session.timeZone", "UTC")], TestContext.Current.CancellationToken);
        (await session.GetAsync("spark.sql.shuffle.partitions", TestContext.Current.CancellationToken)).ShouldBe("3");
        (await session.GetAsync("spark.nothing.of.this.name", TestContext.Current.CancellationToken)).ShouldBeNull();

        var moment = new DateTime(2026, 3, 1, 12, 0, 0, 1, DateTimeKind.Utc);
        await session.Sql("SELECT id, id % 2 = 0 AS even FROM range(100000)").CreateViewAsync("numbers", TestContext.Current.CancellationToken);
        var rows = await RowsAsync(
            session.Sql(
                "SELECT count(*), max(id), unix_micros(:moment), :text, :flag, :number / 2, hex(:bytes) FROM numbers WHERE even AND id >= :from",
                new Dictionary<string, object> { ["from"] = 50_000L, ["moment"] = moment, ["text"] = "it's", ["flag"] = true, ["number"] = 5.0, ["bytes"] = new byte[] { 1, 255 } }));

        rows.ShouldBe(["25000|99998|1772366400001000|it's|True|2.5|01FF"]);
    }

    [Fact(Timeout = 240_000)]
    public async Task AReleasedSession_IsGone()
    {
        using var session = await server.SessionAsync();
        await session.Sql("SELECT 1").CreateViewAsync("one", TestContext.Current.CancellationToken);

        await session.ReleaseAsync(TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<SparkException>(() => session.GetAsync("spark.sql.ansi.enabled", TestContext.Current.CancellationToken));
        error.ErrorClass.ShouldBe("INVALID_HANDLE.SESSION_CLOSED");
    }

    [Fact(Timeout = 240_000)]
    public async Task ALargeAnswer_ComesInManyBatches_Complete()
    {
        using var session = await server.SessionAsync();
        long sum = 0;
        var batches = 0;
        await foreach (var batch in session.Sql("SELECT id, repeat('x', 100) AS text FROM range(200000)").CollectAsync(TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                batches++;
                sum += ((Int64Array)batch.Column(0)).Values.ToArray().Sum();
            }
        }

        sum.ShouldBe(199_999L * 100_000);
        batches.ShouldBeGreaterThan(1);
    }

    [Fact(Timeout = 240_000)]
    public async Task AnError_HasSparksClass_TheSqlStateAndTheText()
    {
        using var session = await server.SessionAsync();
        const string Sql = "SELECT no_such_column FROM range(3)";

        var error = await Should.ThrowAsync<SparkException>(() => RowsAsync(session.Sql(Sql), TestContext.Current.CancellationToken));

        error.ErrorClass.ShouldNotBeNull().ShouldStartWith("UNRESOLVED_COLUMN");
        error.SqlState.ShouldBe("42703");
        error.Fragment.ShouldBe("no_such_column");
        error.Sql.ShouldBe(Sql);
        error.Message.ShouldContain("no_such_column");
        (await Should.ThrowAsync<SparkException>(() => RowsAsync(session.Sql("SELECT raise_error('stop here')")))).ErrorClass.ShouldBe("USER_RAISED_EXCEPTION");
    }

    [Fact(Timeout = 240_000)]
    public async Task Cancelling_InterruptsTheServer()
    {
        using var session = await server.SessionAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = RowsAsync(session.Sql("SELECT count(*) FROM range(1000000) a CROSS JOIN range(1000000) b WHERE (a.id * b.id) % 7 = 3"), stop.Token);
        stop.CancelAfter(TimeSpan.FromSeconds(2));

        await Should.ThrowAsync<OperationCanceledException>(() => running);

        (await RowsAsync(session.Sql("SELECT 1"))).ShouldBe(["1"]);
    }

    [Fact(Timeout = 240_000)]
    public async Task AStreamingQuery_IsStarted_Watched_Stopped_AndGoesOnFromItsCheckpoint()
    {
        var folder = Directory.CreateTempSubdirectory("analytics-stream-").FullName;
        try
        {
            using var session = await server.SessionAsync();
            await session.SetAsync([new("spark.sql.shuffle.partitions", "1")], TestContext.Current.CancellationToken);
            var write = new StreamWrite
            {
                Format = "parquet",
                QueryName = $"q{Guid.NewGuid():N}",
                CheckpointLocation = Path.Combine(folder, "checkpoint"),
                Path = Path.Combine(folder, "out"),
                Trigger = TimeSpan.FromMilliseconds(100),
            };
            var rate = session.ReadStream("rate", new Dictionary<string, string> { ["rowsPerSecond"] = "50" });
            (await rate.IsStreamingAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            var stream = rate.WithWatermark("timestamp", TimeSpan.FromSeconds(1)).DropDuplicatesWithinWatermark("value");

            var query = await stream.WriteStreamAsync(write, TestContext.Current.CancellationToken);
            (await session.ActiveQueriesAsync(TestContext.Current.CancellationToken)).Select(active => (active.Name, active.Id, active.RunId)).ShouldBe([(write.QueryName, query.Id, query.RunId)]);
            var progress = await ProgressAsync(query, rows => rows > 0);
            progress.GetProperty("stateOperators")[0].GetProperty("operatorName").GetString().ShouldBe("dedupeWithinWatermark");
            (await query.StatusAsync(TestContext.Current.CancellationToken)).IsActive.ShouldBeTrue();
            await query.StopAsync(TestContext.Current.CancellationToken);
            (await query.StatusAsync(TestContext.Current.CancellationToken)).IsActive.ShouldBeFalse();
            (await query.FailureAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
            (await session.ActiveQueriesAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();

            // Another session, as after a restart of the client that left the query behind: the older run is stopped.
            var abandoned = await stream.WriteStreamAsync(write, TestContext.Current.CancellationToken);
            using var other = await server.SessionAsync();
            await other.SetAsync([new("spark.sql.shuffle.partitions", "1")], TestContext.Current.CancellationToken);
            var again = await other.ReadStream("rate", new Dictionary<string, string> { ["rowsPerSecond"] = "50" })
                .WithWatermark("timestamp", TimeSpan.FromSeconds(1)).DropDuplicatesWithinWatermark("value")
                .WriteStreamAsync(write, TestContext.Current.CancellationToken);
            again.Id.ShouldBe(query.Id);
            (await abandoned.StatusAsync(TestContext.Current.CancellationToken)).IsActive.ShouldBeFalse();
            await again.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task AStreamingQueryThatFails_SaysWhy()
    {
        var folder = Directory.CreateTempSubdirectory("analytics-stream-").FullName;
        try
        {
            using var session = await server.SessionAsync();
            await session.ReadStream("rate", new Dictionary<string, string> { ["rowsPerSecond"] = "50" }).CreateViewAsync("rate", TestContext.Current.CancellationToken);
            var write = new StreamWrite
            {
                Format = "noop",
                QueryName = $"q{Guid.NewGuid():N}",
                CheckpointLocation = Path.Combine(folder, "checkpoint"),
                Trigger = TimeSpan.FromMilliseconds(100),
            };
            var query = await session.Sql("SELECT CASE WHEN value >= 0 THEN raise_error('poisoned') END AS x FROM rate").WriteStreamAsync(write, TestContext.Current.CancellationToken);
            while ((await query.StatusAsync(TestContext.Current.CancellationToken)).IsActive)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            (await query.FailureAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull().Message.ShouldContain("poisoned");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<JsonElement> ProgressAsync(StreamingQuery query, Func<long, bool> isEnough)
    {
        while (true)
        {
            if (await query.LastProgressAsync(TestContext.Current.CancellationToken) is { } progress
                && isEnough(progress.GetProperty("sources").EnumerateArray().Sum(source => source.GetProperty("numInputRows").GetInt64())))
            {
                return progress;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static Task<List<string>> RowsAsync(DataFrame frame) => RowsAsync(frame, TestContext.Current.CancellationToken);

    private static async Task<List<string>> RowsAsync(DataFrame frame, CancellationToken cancellationToken)
    {
        var rows = new List<string>();
        await foreach (var batch in frame.CollectAsync(cancellationToken))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => string.Join('|', batch.Arrays.Select(column => Text(column, row)))));
            }
        }

        return rows;
    }

    private static string Text(IArrowArray column, int row) => column switch
    {
        Int32Array numbers => $"{numbers.GetValue(row)}",
        Int64Array numbers => $"{numbers.GetValue(row)}",
        DoubleArray numbers => $"{numbers.GetValue(row)}",
        BooleanArray truths => $"{truths.GetValue(row)}",
        StringArray texts => texts.GetString(row),
        _ => throw new InvalidOperationException($"{column.GetType()} is not read here."),
    };
}
