using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

public sealed class RetentionTests : IDisposable
{
    private readonly BrokerFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DeleteRecords_MovesTheStart_AlsoInsideASegment_AcrossRestarts()
    {
        using (var log = Open())
        {
            Fill(log, 10);
            log.DeleteRecords(7, out var start).ShouldBe(ErrorCode.None);
            start.ShouldBe(7);
        }

        using var again = Open();
        again.StartOffset.ShouldBe(7);
        again.EndOffset.ShouldBe(10);
        again.Read(6, 1000, minOneBatch: true, out _).ShouldBe(ErrorCode.OffsetOutOfRange);
        again.Read(7, 1000, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
        slice.Length.ShouldBeGreaterThan(0);
        again.DeleteRecords(3, out var unmoved).ShouldBe(ErrorCode.None);
        unmoved.ShouldBe(7);
        again.DeleteRecords(11, out _).ShouldBe(ErrorCode.OffsetOutOfRange);
    }

    [Fact]
    public void DeleteRecords_ToTheEnd_FreesTheSpace_AndProducersGoOnWhereTheyWere()
    {
        using (var log = Open())
        {
            log.Append(Batches.Of(Now, 7, 0, 0, "a", "b")).Error.ShouldBe(ErrorCode.None);
            log.DeleteRecords(PartitionLog.ToEnd, out var start).ShouldBe(ErrorCode.None);
            start.ShouldBe(2);
            log.Size.ShouldBe(0);
        }

        Directory.GetFiles(_folder.Path, "*.log").Select(Path.GetFileName).ShouldBe(["00000000000000000002.log"]);
        using var again = Open();
        again.StartOffset.ShouldBe(2);
        again.Append(Batches.Of(Now, 7, 0, 0, "a", "b")).BaseOffset.ShouldBe(0, "it is the batch that was acknowledged before");
        again.Append(Batches.Of(Now, 7, 0, 5, "z")).Error.ShouldBe(ErrorCode.OutOfOrderSequenceNumber);
        again.Append(Batches.Of(Now, 7, 0, 2, "c")).BaseOffset.ShouldBe(2);
    }

    [Fact]
    public void DeleteRecords_OfACompactedTopic_IsAgainstItsPolicy()
    {
        using var log = Open(LogOptions.Default with { Deletes = false, Compacts = true });
        log.DeleteRecords(0, out _).ShouldBe(ErrorCode.PolicyViolation);
    }

    [Fact]
    public void Tidy_DeletesSegmentsBeyondRetentionMs_AlsoTheActiveOne()
    {
        using var log = Open(LogOptions.Default with { SegmentBytes = 1024, RetentionMs = 60_000 });
        Fill(log, 100);
        _time.Advance(TimeSpan.FromSeconds(40));
        var late = log.EndOffset;
        Fill(log, 100);
        log.Tidy();
        log.StartOffset.ShouldBe(0);

        _time.Advance(TimeSpan.FromSeconds(40));
        log.Tidy();
        log.StartOffset.ShouldBeInRange(late - 20, late, "a segment goes when its last record is old enough");

        _time.Advance(TimeSpan.FromSeconds(40));
        log.Tidy();
        log.StartOffset.ShouldBe(200);
        log.Size.ShouldBe(0);
        Fill(log, 1);
        log.EndOffset.ShouldBe(201);
    }

    [Fact]
    public void Tidy_KeepsAtLeastRetentionBytes_AndAtMostASegmentMore()
    {
        using var log = Open(LogOptions.Default with { SegmentBytes = 1024, RetentionBytes = 3000 });
        Fill(log, 200);
        log.Tidy();

        log.Size.ShouldBeInRange(3000, 3000 + 1024);
        log.Read(log.StartOffset, 1, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
        slice.Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Tidy_SealsASegmentOlderThanSegmentMs()
    {
        using var log = Open(LogOptions.Default with { SegmentMs = 1000 });
        Fill(log, 1);
        log.Tidy();
        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(2));
        log.Tidy();
        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(2);
    }

    [Fact]
    public void AppendTime_ReplacesTheProducersTimestamps_AndTheCrcIsRight()
    {
        using var log = Open(LogOptions.Default with { UsesAppendTime = true });
        var batch = Batches.Of("a", "b");
        log.Append(batch).AppendTime.ShouldBe(Now);

        new RecordBatch(batch).IsIntact.ShouldBeTrue();
        new RecordBatch(batch).MaxTimestamp.ShouldBe(Now);
        log.FindTime(Now).ShouldBe((Now, 0));
        log.FindTime(Now + 1).ShouldBe((-1, -1));
    }

    [Fact]
    public void TimestampsFarFromTheClock_AreRefused_WhereTheTopicSaysSo()
    {
        using var log = Open(LogOptions.Default with { MaxTimestampAfterMs = 1000, MaxTimestampBeforeMs = 1000 });
        log.Append(Batches.Of(Now + 5000, -1, 0, -1, "a")).Error.ShouldBe(ErrorCode.InvalidTimestamp);
        log.Append(Batches.Of(Now - 5000, -1, 0, -1, "a")).Error.ShouldBe(ErrorCode.InvalidTimestamp);
        log.Append(Batches.Of(Now, -1, 0, -1, "a")).Error.ShouldBe(ErrorCode.None);
    }

    [Fact]
    public void FlushMessages_OfOne_FlushesEveryAppend_AlsoFromManyThreads()
    {
        using var log = Open(LogOptions.Default with { FlushMessages = 1, SegmentBytes = 2048 });
        Parallel.For(0, 200, _ => log.Append(Batches.Of(Now, -1, 0, -1, "a")).Error.ShouldBe(ErrorCode.None));

        log.EndOffset.ShouldBe(200);
        log.FlushedOffset.ShouldBe(200);
    }

    private void Fill(PartitionLog log, int records)
    {
        for (var i = 0; i < records; i++)
        {
            log.Append(Batches.Of(Now, -1, 0, -1, "a")).Error.ShouldBe(ErrorCode.None);
        }
    }

    private PartitionLog Open(LogOptions? options = null) => PartitionLog.Open(_folder.Path, options ?? LogOptions.Default, _time, NullLogger.Instance);
}
