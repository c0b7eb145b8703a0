using Analytics.Broker.Log;
using Analytics.Broker.Log.Compaction;
using Analytics.Broker.Log.Compression;
using Analytics.Broker.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

public sealed class CompactionTests : IDisposable
{
    private static readonly LogOptions Compacted = LogOptions.Default with
    {
        Deletes = false,
        Compacts = true,
        SegmentBytes = 1024,
        IndexIntervalBytes = 100,
        DeleteRetentionMs = 60_000,
        MinCleanableRatio = 0,
    };

    private readonly BrokerFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Dispose() => _folder.Dispose();

    /// <summary>Against a model: the latest record of each key stays, the active segment is untouched, offsets, times and values never change.</summary>
    [Theory]
    [InlineData(RecordCompression.None, 1)]
    [InlineData(RecordCompression.Gzip, 2)]
    [InlineData(RecordCompression.Snappy, 3)]
    [InlineData(RecordCompression.Lz4, 4)]
    [InlineData(RecordCompression.Zstd, 5)]
    public void Compact_RandomRecords_KeepsTheLatestOfEachKey(int codec, int seed)
    {
        var random = new Random(seed);
        using var log = Open();
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 120; i++)
            {
                var records = Enumerable.Range(0, random.Next(1, 6)).Select(_ => ($"k{random.Next(30)}", (string?)$"v{random.Next(1000)}")).ToArray();
                log.Append(KeyedBatches.Of(Now, -1, -1, codec, 0, records)).Error.ShouldBe(ErrorCode.None);
                _time.Advance(TimeSpan.FromMilliseconds(5));
            }

            var before = KeyedBatches.ReadAll(log);
            var active = ActiveBase();
            Compact(log);

            var sealedPart = before.Where(record => record.Offset < active).ToArray();
            var latest = sealedPart.GroupBy(record => record.Key).Select(group => group.MaxBy(record => record.Offset)).ToHashSet();
            KeyedBatches.ReadAll(log).ShouldBe(before.Where(record => record.Offset >= active || latest.Contains(record)));
        }

        var held = KeyedBatches.ReadAll(log);
        held.Count.ShouldBeLessThan(200);
        var (end, size) = (log.EndOffset, log.Size);
        log.Dispose();
        using var again = Open();
        KeyedBatches.ReadAll(again).ShouldBe(held);
        (again.EndOffset, again.Size).ShouldBe((end, size));
    }

    [Fact]
    public void Tombstones_StayForDeleteRetention_AndThenGo()
    {
        using var log = Open();
        var written = Now;
        log.Append(KeyedBatches.Of(written, ("a", "1"), ("b", "1")));
        log.Append(KeyedBatches.Of(written, ("a", null)));
        Seal(log);
        Compact(log);

        Visible(log).ShouldBe([("b", "1"), ("a", null)]);
        KeyedBatches.ReadAll(log).First(record => record.Key == "a").Time.ShouldBe(written, "the horizon stands in the header, not in the record's time");

        _time.Advance(TimeSpan.FromSeconds(61));
        log.Append(KeyedBatches.Of(Now, ("c", "1")));
        Seal(log);
        Compact(log);
        Visible(log).ShouldBe([("b", "1"), ("c", "1")]);
    }

    [Fact]
    public void YoungRecords_AreLeftAlone()
    {
        using var log = Open(Compacted with { MinCompactionLagMs = 10_000 });
        log.Append(KeyedBatches.Of(Now, ("a", "1"), ("a", "2")));
        Seal(log);
        Compact(log);
        Visible(log).ShouldBe([("a", "1"), ("a", "2")]);

        _time.Advance(TimeSpan.FromSeconds(11));
        Compact(log);
        Visible(log).ShouldBe([("a", "2")]);
    }

    [Fact]
    public void LastSequenceOfAProducer_SurvivesCompaction_AndALostIndex()
    {
        using (var log = Open())
        {
            log.Append(KeyedBatches.Of(Now, 7, 0, RecordCompression.None, 0, ("a", "1"), ("a", "2"))).Error.ShouldBe(ErrorCode.None);
            log.Append(KeyedBatches.Of(Now, 7, 2, RecordCompression.None, 0, ("b", "1"))).Error.ShouldBe(ErrorCode.None);
            log.Append(KeyedBatches.Of(Now, ("a", "3"), ("b", "2")));
            Seal(log);
            Compact(log);
            Visible(log).ShouldBe([("a", "3"), ("b", "2")]);
        }

        Array.ForEach(Directory.GetFiles(_folder.Path, "*.index"), File.Delete);
        using var again = Open();
        again.Append(KeyedBatches.Of(Now, 7, 9, RecordCompression.None, 0, ("c", "1"))).Error.ShouldBe(ErrorCode.OutOfOrderSequenceNumber);
        again.Append(KeyedBatches.Of(Now, 7, 2, RecordCompression.None, 0, ("b", "1"))).BaseOffset.ShouldBe(2, "it was acknowledged before");
    }

    /// <summary>What an aborted transaction wrote supersedes nothing and goes; an open one is not touched; markers stay.</summary>
    [Fact]
    public void Transactions_CountByTheirMarkers()
    {
        const int transactional = 0x10;
        using var log = Open();
        log.Append(KeyedBatches.Of(Now, ("a", "1"), ("b", "1"), ("c", "1")));
        log.Append(KeyedBatches.Of(Now, 7, 0, RecordCompression.None, transactional, ("a", "aborted")));
        log.AppendMarker(7, 0, commit: false).ShouldBe(ErrorCode.None);
        log.Append(KeyedBatches.Of(Now, 8, 0, RecordCompression.None, transactional, ("b", "committed")));
        Seal(log);
        log.AppendMarker(8, 0, commit: true).ShouldBe(ErrorCode.None);
        Seal(log);
        log.Append(KeyedBatches.Of(Now, 9, 0, RecordCompression.None, transactional, ("c", "open")));
        Seal(log);
        var stable = log.LastStableOffset;
        Compact(log);

        Visible(log).ShouldBe([("a", "1"), ("c", "1"), ("b", "committed"), ("c", "open")]);
        log.LastStableOffset.ShouldBe(stable);
        log.Read(0, 100_000, minOneBatch: true, out var slice);
        log.AbortedIn(0, slice).Length.ShouldBe(1);
        log.AppendMarker(9, 0, commit: true).ShouldBe(ErrorCode.None);
        log.LastStableOffset.ShouldBe(log.EndOffset);
    }

    [Fact]
    public void RecordsWithoutKey_AreRefused()
    {
        using var log = Open();
        log.Append(Batches.Of("no key")).Error.ShouldBe(ErrorCode.InvalidRecord);
        log.Append(KeyedBatches.Of(Now, -1, -1, RecordCompression.Lz4, 0, ("a", "1"))).Error.ShouldBe(ErrorCode.None);
    }

    [Fact]
    public void CorruptBatch_LeavesTheLogAsItIs()
    {
        using var log = Open();
        log.Append(KeyedBatches.Of(Now, ("a", "1"), ("a", "2")));
        Seal(log);
        var path = Directory.GetFiles(_folder.Path, "*.log").Order().First();
        using (var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = 70;
            file.WriteByte(0x7f);
        }

        Should.Throw<InvalidDataException>(() => Compact(log)).Message.ShouldContain(path);
        Directory.GetFiles(_folder.Path, "*.cleaned").ShouldBeEmpty();
    }

    /// <summary>A crash at any step of the replacement: the next start finds the old segments or the new one.</summary>
    [Theory]
    [InlineData(".cleaned", false)]
    [InlineData(".swap", false)]
    [InlineData(".swap", true)]
    public void CrashDuringReplacement_LosesNothing(string extension, bool sourcesDeleted)
    {
        List<(long, long, string, string?)> before;
        List<(long, long, string, string?)> compacted;
        string saved;
        using (var log = Open())
        {
            for (var i = 0; i < 60; i++)
            {
                log.Append(KeyedBatches.Of(Now, ($"k{i % 7}", $"v{i}")));
            }

            Seal(log);
            before = KeyedBatches.ReadAll(log);
            saved = Directory.CreateDirectory(Path.Combine(_folder.Path, "saved")).FullName;
            Array.ForEach(Directory.GetFiles(_folder.Path, "*.log"), file => File.Copy(file, Path.Combine(saved, Path.GetFileName(file))));
            log.Configure(Compacted with { SegmentBytes = 1024 * 1024 });
            Compact(log);
            compacted = KeyedBatches.ReadAll(log);
            compacted.Count.ShouldBe(7);
        }

        var end = Path.GetFileNameWithoutExtension(Directory.GetFiles(_folder.Path, "*.log").Order().Last());
        var first = Directory.GetFiles(_folder.Path, "*.log").Order().First();
        File.Copy(first, Path.Combine(_folder.Path, extension == ".swap" ? $"{new string('0', 20)}-{end}.swap" : $"{new string('0', 20)}.cleaned"));
        File.Delete(first);
        Array.ForEach(Directory.GetFiles(_folder.Path, "*.index"), File.Delete);
        var sources = Directory.GetFiles(saved).Order().SkipLast(1).Skip(sourcesDeleted ? 3 : 0);
        foreach (var source in sources)
        {
            File.Copy(source, Path.Combine(_folder.Path, Path.GetFileName(source)));
        }

        using var again = Open();
        KeyedBatches.ReadAll(again).ShouldBe(extension == ".swap" ? compacted : before);
        Directory.GetFiles(_folder.Path).ShouldNotContain(file => file.EndsWith(extension, StringComparison.Ordinal));
        again.EndOffset.ShouldBe(60);
    }

    [Fact]
    public async Task ReadersDuringCompaction_NeverGoBack_AndMissNoKey()
    {
        using var log = Open();
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                for (var offset = 0L; offset < log.EndOffset && !stop.IsCancellationRequested;)
                {
                    log.Read(offset, 1, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
                    var bytes = new byte[slice.Length];
                    if (slice.Length == 0 || !slice.TryRead(bytes))
                    {
                        continue;
                    }

                    new RecordBatch(bytes).LastOffset.ShouldBeGreaterThanOrEqualTo(offset);
                    offset = new RecordBatch(bytes).LastOffset + 1;
                }
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 400; i++)
        {
            log.Append(KeyedBatches.Of(Now, ($"k{i % 10}", $"v{i}")));
            if (i % 40 == 39)
            {
                Compact(log);
            }
        }

        await stop.CancelAsync();
        await reading;
        Visible(log).Select(record => record.Key).Distinct().Count().ShouldBe(10);
    }

    private static List<(string Key, string? Value)> Visible(PartitionLog log) => [.. KeyedBatches.ReadAll(log).Select(record => (record.Key, record.Value))];

    private static void Seal(PartitionLog log)
    {
        var options = log.Options;
        log.Configure(options with { SegmentMs = 0 });
        log.Tidy();
        log.Configure(options);
    }

    private long ActiveBase() => long.Parse(
        Path.GetFileNameWithoutExtension(Directory.GetFiles(_folder.Path, "*.log").Order().Last()), System.Globalization.CultureInfo.InvariantCulture);

    private void Compact(PartitionLog log) => LogCompactor.Compact(log, _time, NullLogger.Instance, TestContext.Current.CancellationToken);

    private PartitionLog Open(LogOptions? options = null) => PartitionLog.Open(_folder.Path, options ?? Compacted, _time, NullLogger.Instance);
}
