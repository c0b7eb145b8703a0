using System.Globalization;
using System.Text;
using Analytics.Contracts.Commits;
using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Spark;
using Analytics.Streaming.Telemetry;
using Analytics.Streaming.Windows;
using Analytics.Tests.Streaming;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>The way from Spark's stage into the lake, over files as Spark writes them.</summary>
public sealed class StageImporterTests : IDisposable
{
    private readonly IngestHarness _harness = new();
    private readonly WindowDatabase _database;

    /// <summary>What Spark has read: ten records in each partition, whose times are those of their offsets.</summary>
    private readonly List<List<MemoryRecord>> _log = [.. Enumerable.Range(0, 3).Select(partition => Enumerable.Range(0, 10).Select(offset => Record(partition, offset, Time(offset))).ToList())];
    private long _firstOffset;
    private int _files;

    public StageImporterTests() => _database = new WindowDatabase(Path.Combine(_harness.Root, "tmp"), memoryMegabytes: 128, threads: 1);

    private SparkFolders Folders => new(_harness.Settings.Lake);

    public void Dispose()
    {
        _database.Dispose();
        _harness.Dispose();
    }

    [Fact]
    public async Task Batches_BecomeCommits_WithPositionWatermarkAndLedger()
    {
        Begin("""{"events":{"0":5,"1":0,"2":0}}""");
        Batch(0, """{"events":{"0":9,"1":2,"2":0}}""", watermark: 0, accepted: [(0, 5), (0, 6), (1, 0)], dead: [(0, 7)]);
        (await ImportAsync()).ShouldBeTrue();
        Batch(1, """{"events":{"0":9,"1":2,"2":0}}""", watermark: 1_000, accepted: [], dead: []);
        Batch(2, """{"events":{"0":9,"1":4,"2":1}}""", watermark: 2_000, accepted: [(1, 2), (2, 0)], dead: [(1, 3)]);
        (await ImportAsync()).ShouldBeTrue();
        (await ImportAsync()).ShouldBeFalse();

        var commits = _harness.Commits();
        commits.Select(commit => commit.Batch).ShouldBe([0, 1]);
        commits[0].Watermark.ShouldBeNull();
        commits[0].Totals.ShouldBe(new EventCounts(6, 3, 2, 0, 1));
        commits[0].Partitions[0].ShouldBe(new PartitionProgress(0, 5, 9, Time(6), false, new EventCounts(4, 2, 1, 0, 1)));
        commits[1].Watermark.ShouldBe(2_000_000);
        commits[1].Spark.ShouldBe(new SparkPosition(2, 4, "the-checkpoint"));
        commits[1].Totals.ShouldBe(new EventCounts(9, 5, 2, 0, 2));
        commits.SelectMany(commit => commit.Partitions).ShouldAllBe(partition => partition.Totals.IsBalanced);
        _harness.Accepted().ShouldBe(["0/5", "0/6", "1/0", "1/2", "2/0"]);
        _harness.Side().ShouldBe(["bad_magic 0/7", "bad_magic 1/3"]);
        Directory.EnumerateFiles(Folders.Stage, "*.parquet", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatSparkHasDropped_IsLateByTheWatermarkBeforeItsBatch_OrARepeat_AndAMarkerIsNoRecord()
    {
        Begin("""{"events":{"0":0,"1":0}}""");
        Batch(0, """{"events":{"0":2,"1":1}}""", watermark: 0, accepted: [(0, 0), (0, 1)], dead: []);
        Batch(1, """{"events":{"0":4,"1":2}}""", watermark: 3_000, accepted: [(0, 3), (1, 1)], dead: []);
        Batch(2, """{"events":{"0":8,"1":5}}""", watermark: 9_000, accepted: [(0, 4)], dead: [(1, 4)]);

        // Each at the edge of what is late in its batch.
        _log[0][2] = Record(0, 2, 1);
        _log[0][5] = Record(0, 5, 3_000_000);
        _log[0][6] = Record(0, 6, 3_000_001);
        _log[0][7] = new MemoryRecord(1, null) { IsMarker = true };
        _log[1][2] = Record(1, 2, 1_000_000);
        _log[1][3] = Record(1, 3, 5_000_000);
        (await ImportAsync()).ShouldBeTrue();
        Batch(3, """{"events":{"0":9,"1":5}}""", watermark: 9_000, accepted: [], dead: []);
        _log[0][8] = Record(0, 8, 9_000_000);
        (await ImportAsync()).ShouldBeTrue();

        var commits = _harness.Commits();
        commits[0].Partitions[0].Totals.ShouldBe(new EventCounts(7, 4, 2, 1, 0));
        commits[0].Partitions[1].Totals.ShouldBe(new EventCounts(5, 1, 2, 1, 1));
        commits[1].Totals.ShouldBe(new EventCounts(13, 5, 4, 3, 1));
        commits.ShouldAllBe(commit => commit.Totals.IsBalanced);
        _harness.Side().ShouldBe(["late 0/5", "late 0/8", "late 1/2", "bad_magic 1/4"]);
        IngestHarness.Query($"SELECT epoch_us(event_time), decode(value) FROM read_parquet('{Path.Combine(_harness.Settings.Lake.Root, commits[1].LateFiles.Single())}')")
            .ShouldBe([$"9000000|{Encoding.UTF8.GetString(_log[0][8].Value!)}"]);
    }

    [Fact]
    public async Task LateEvents_AreFoldedIn_AndTheImportGoesOn()
    {
        Begin("""{"events":{"0":0}}""");
        _log[0][1] = Record(0, 1, -5);
        Batch(0, """{"events":{"0":2}}""", watermark: 0, accepted: [(0, 0)], dead: []);
        await ImportAsync();
        var (snapshot, state) = Load();
        var requests = new FoldInRequests();
        var request = new FoldInRequest(-1_000_000, 1_000_000);
        requests.Post(request);
        var foldIn = new FoldIn(_harness.Settings, () => new PlainContracts(_harness.Settings), new BatchCommitter(_harness.Settings, new FaultPoints(null)));
        await new FoldInTurn(foldIn, requests, _harness.Metrics).RunAsync(state, snapshot, _ => { }, TestContext.Current.CancellationToken);
        (await request.Completion).FoldedIn.ShouldBe(1);
        Batch(1, """{"events":{"0":3}}""", watermark: 0, accepted: [(0, 2)], dead: []);

        (await ImportAsync()).ShouldBeTrue();

        _harness.Accepted().ShouldBe(["0/0", "0/1", "0/2"]);
        var last = _harness.LastCommit()!;
        (last.Totals, last.FoldedIn, last.Spark!.Batch).ShouldBe((new EventCounts(3, 2, 0, 1, 0), 1, 1));
    }

    [Fact]
    public async Task WhatTheTopicOrTheCheckpointHasNoMore_CountsAsARepeat()
    {
        Begin("""{"events":{"0":0}}""");
        Batch(0, """{"events":{"0":1}}""", watermark: 0, accepted: [(0, 0)], dead: []);
        Batch(1, """{"events":{"0":2}}""", watermark: 9_000, accepted: [(0, 1)], dead: []);
        Batch(2, """{"events":{"0":5}}""", watermark: 9_000, accepted: [], dead: []);
        Batch(3, """{"events":{"0":6}}""", watermark: 9_000, accepted: [], dead: []);
        File.Delete(Path.Combine(Folders.Checkpoint, "offsets", "1"));
        _firstOffset = 3;
        (await ImportAsync()).ShouldBeTrue();

        // Of batch 2 one record is gone, and the watermark of the batch before it; that of batch 3 is known.
        _harness.LastCommit()!.Totals.ShouldBe(new EventCounts(6, 2, 3, 1, 0));
        _harness.Side().ShouldBe(["late 0/5"]);
    }

    [Theory]
    [InlineData(Fault.BeforeWrite)]
    [InlineData(Fault.AfterWrite)]
    [InlineData(Fault.AfterCommit)]
    public async Task ACrashAnywhere_TakesEachFileOnce(string step)
    {
        Begin("""{"events":{"0":0}}""");
        _log[0][3] = Record(0, 3, -5);
        Batch(0, """{"events":{"0":4}}""", watermark: 0, accepted: [(0, 0), (0, 1)], dead: [(0, 2)]);
        var reached = 0;
        await Should.ThrowAsync<IOException>(() => ImportAsync(Crash));
        reached.ShouldBe(1);
        Batch(1, """{"events":{"0":5}}""", watermark: 0, accepted: [(0, 4)], dead: []);
        while (await ImportAsync())
        {
            // What is left.
        }

        _harness.Accepted().ShouldBe(["0/0", "0/1", "0/4"]);
        _harness.Side().ShouldBe(["bad_magic 0/2", "late 0/3"]);
        _harness.LastCommit()!.Totals.ShouldBe(new EventCounts(5, 3, 0, 1, 1));
        Directory.EnumerateFiles(Folders.Stage, "*.parquet", SearchOption.AllDirectories).ShouldBeEmpty();

        void Crash(string point)
        {
            if (point == step)
            {
                reached++;
                throw new IOException("crash");
            }
        }
    }

    [Fact]
    public async Task AStageWithoutItsFolders_HasNothingToDelete()
    {
        Begin("""{"events":{"0":0}}""");
        Batch(0, """{"events":{"0":1}}""", watermark: 0, accepted: [(0, 0)], dead: []);
        (await ImportAsync()).ShouldBeTrue();
        Directory.Delete(Path.Combine(Folders.Stage, "_kind=accepted"), recursive: true);

        (await ImportAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task TheEndOfTheInput_IsACommit_AndHoldsUntilThereIsMore()
    {
        Begin("""{"events":{"0":0}}""");
        Batch(0, """{"events":{"0":1}}""", watermark: 0, accepted: [(0, 0)], dead: []);
        await ImportAsync();
        var (snapshot, state) = Load();
        using var dropped = Dropped();
        Importer(dropped).End(snapshot, state);
        _harness.LastCommit()!.EndOfInput.ShouldBeTrue();

        Batch(1, """{"events":{"0":1}}""", watermark: 5, accepted: [], dead: []);
        await ImportAsync();
        _harness.LastCommit()!.EndOfInput.ShouldBeTrue();
        Batch(2, """{"events":{"0":2}}""", watermark: 5, accepted: [(0, 1)], dead: []);
        await ImportAsync();
        _harness.LastCommit()!.EndOfInput.ShouldBeFalse();
    }

    [Fact]
    public async Task MoreRowsThanRecords_OrAMissingFile_StopIt()
    {
        Begin("""{"events":{"0":0}}""");
        Batch(0, """{"events":{"0":1}}""", watermark: 0, accepted: [(0, 0), (0, 1)], dead: []);
        (await Should.ThrowAsync<InvalidDataException>(() => ImportAsync())).Message.ShouldContain("does not add up");
        File.Delete(Directory.EnumerateFiles(Folders.Stage, "*.parquet", SearchOption.AllDirectories).Single());
        (await Should.ThrowAsync<InvalidDataException>(() => ImportAsync())).Message.ShouldContain(".parquet");
        _harness.Events.Load().ShouldBeNull();
    }

    private static long Time(long offset) => 1_000_000 * (offset + 1);

    private static MemoryRecord Record(int partition, long offset, long time) =>
        new(1, Encoding.UTF8.GetBytes($$"""{"id":"e{{partition}}-{{offset}}","at":"{{GeneratedEvent.Iso(time)}}","kind":"a"}"""));

    private StageImporter Importer(DroppedRecords dropped, Action<string>? fault = null) =>
        new(_harness.Settings, Folders, _database, dropped, new FaultPoints(fault), _harness.Settings.Pipeline.Columns);

    private DroppedRecords Dropped() => new(
        _harness.Settings, new MemoryRecordSource(_log, () => 3) { First = _firstOffset }, new PlainContracts(_harness.Settings), TimeProvider.System);

    private (DeltaSnapshot? Snapshot, IngestState State) Load()
    {
        var snapshot = _harness.Events.Load();
        return (snapshot, snapshot is null ? new IngestState() : IngestRecovery.LoadState(_harness.Settings, _harness.Events, snapshot));
    }

    /// <summary>As a start does it: everything from the log.</summary>
    private async Task<bool> ImportAsync(Action<string>? fault = null)
    {
        var (snapshot, state) = Load();
        using var dropped = Dropped();
        var importer = Importer(dropped, fault);
        importer.DeleteTaken(state);
        if (importer.Pending(state) is not { } batches)
        {
            return false;
        }

        await importer.ImportAsync(batches, snapshot, state, spark: null, TestContext.Current.CancellationToken);
        return true;
    }

    private void Begin(string offsets)
    {
        Write(Path.Combine(Folders.Checkpoint, "metadata"), """{"id":"the-checkpoint"}""");
        Write(Path.Combine(Folders.Checkpoint, "sources", "0", "0"), $"\0v1\n{offsets}");
    }

    private void Batch(long number, string offsets, long watermark, (int Partition, long Offset)[] accepted, (int Partition, long Offset)[] dead)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        Write(Path.Combine(Folders.Checkpoint, "offsets", name), $"v1\n{{\"batchWatermarkMs\":{watermark},\"batchTimestampMs\":7,\"conf\":{{}}}}\n{offsets}");
        var lines = new List<string> { "v1" };
        foreach (var (kind, rows) in (ReadOnlySpan<(string, (int, long)[])>)[("accepted", accepted), ("dead", dead)])
        {
            if (rows.Length > 0)
            {
                lines.Add(Parquet(kind, rows));
            }
        }

        Write(Path.Combine(Folders.Stage, "_spark_metadata", name), string.Join('\n', lines));
    }

    private string Parquet(string kind, (int Partition, long Offset)[] rows)
    {
        var file = Path.Combine(Folders.Stage, $"_kind={kind}", $"part-{_files++:D5}.snappy.parquet");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var isDead = kind == "dead";
        var selects = rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"""
             SELECT {(isDead ? "NULL::VARCHAR" : $"'e{row.Partition}-{row.Offset}'")} AS id, {(isDead ? "NULL::TIMESTAMPTZ" : $"make_timestamptz({Time(row.Offset)})")} AS at,
                 {(isDead ? "NULL::VARCHAR" : "'a'")} AS kind, NULL::BIGINT AS amount, {row.Partition}::INTEGER AS _partition, {row.Offset}::BIGINT AS _offset, make_timestamptz(1) AS _timestamp,
                 {(isDead ? "'bad_magic'" : "NULL::VARCHAR")} AS _reason, NULL::VARCHAR AS _detail, NULL::BLOB AS _key, {(isDead ? "'x'::BLOB" : "NULL::BLOB")} AS _value, NULL::VARCHAR AS _headers
             """));
        IngestHarness.Query($"COPY ({string.Join(" UNION ALL ", selects)}) TO '{file}' (FORMAT parquet)");
        return $$"""{"path":"file://{{file}}","size":{{new FileInfo(file).Length}},"isDir":false,"modificationTime":1,"blockReplication":1,"blockSize":1,"action":"add"}""";
    }

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
