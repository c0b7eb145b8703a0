using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

public sealed class PartitionLogTests : IDisposable
{
    private readonly BrokerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_AssignsOffsetsInOrder()
    {
        using var log = Open();

        log.Append(Batches.Of("a", "b")).ShouldBe(new AppendResult(ErrorCode.None, 0, null));
        log.Append(Batches.Of("c")).BaseOffset.ShouldBe(2);
        log.EndOffset.ShouldBe(3);
    }

    [Fact]
    public void Append_WrongCrc_IsRefused()
    {
        using var log = Open();
        var batch = Batches.Of("a");
        batch[^1] ^= 1;

        log.Append(batch).Error.ShouldBe(ErrorCode.CorruptMessage);
        log.EndOffset.ShouldBe(0);
    }

    [Fact]
    public void Append_TooLarge_IsRefused()
    {
        using var log = Open(LogOptions.Default with { MaxMessageBytes = 100 });

        log.Append(Batches.Of(new string('x', 200))).Error.ShouldBe(ErrorCode.MessageTooLarge);
    }

    [Fact]
    public void Append_TwoBatchesAtOnce_IsRefused()
    {
        using var log = Open();

        log.Append([.. Batches.Of("a"), .. Batches.Of("b")]).Error.ShouldBe(ErrorCode.InvalidRecord);
    }

    [Fact]
    public void Read_EveryOffset_GivesTheBatchThatHoldsIt()
    {
        // Segments of a few batches, so that look-ups cross segments and index entries.
        using var log = Open(LogOptions.Default with { SegmentBytes = 1024, IndexIntervalBytes = 150 });
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            log.Append(Batches.Of([.. Enumerable.Repeat("value", random.Next(1, 5))])).Error.ShouldBe(ErrorCode.None);
        }

        for (long offset = 0; offset < log.EndOffset; offset++)
        {
            log.Read(offset, 1, minOneBatch: true, out var slice).ShouldBe(ErrorCode.None);
            var batch = new RecordBatch(Bytes(slice));
            batch.IsIntact.ShouldBeTrue();
            offset.ShouldBeInRange(batch.BaseOffset, batch.LastOffset);
        }
    }

    [Fact]
    public void Read_OutsideTheLog_IsOutOfRange()
    {
        using var log = Open();
        log.Append(Batches.Of("a"));

        log.Read(2, 1000, minOneBatch: true, out _).ShouldBe(ErrorCode.OffsetOutOfRange);
        log.Read(1, 1000, minOneBatch: true, out var atEnd).ShouldBe(ErrorCode.None);
        atEnd.Length.ShouldBe(0);
    }

    [Fact]
    public void FindTime_GivesTheFirstRecordAtOrAfter()
    {
        using var log = Open(LogOptions.Default with { SegmentBytes = 512, IndexIntervalBytes = 100 });
        for (var i = 0; i < 50; i++)
        {
            // Three records each: i * 1000, + 10, + 20.
            log.Append(Batches.Of(i * 1000, -1, 0, -1, "a", "b", "c"));
        }

        log.FindTime(0).ShouldBe((0, 0));
        log.FindTime(7_005).ShouldBe((7_010, 22));
        log.FindTime(7_021).ShouldBe((8_000, 24));
        log.FindTime(49_021).ShouldBe((-1, -1));
        log.FindMaxTimestamp().ShouldBe((49_020, 149));
    }

    private PartitionLog Open(LogOptions? options = null) => PartitionLog.Open(_folder.Path, options ?? LogOptions.Default, TimeProvider.System, NullLogger.Instance);

    private static byte[] Bytes(LogSlice slice)
    {
        var bytes = new byte[slice.Length];
        slice.TryRead(bytes).ShouldBeTrue();
        return bytes;
    }
}
