using Analytics.Streaming.Source;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed unsafe class FetchedRecordsTests
{
    private const int ValueBytes = 1000;

    [Fact]
    public void Clear_BatchesOfOneSize_KeepTheirMemory()
    {
        using var batch = new RecordBatch(1);
        Fill(batch, 20_000);
        var held = batch.HeldBytes;
        for (var use = 0; use < 10; use++)
        {
            batch.Clear();
            batch.HeldBytes.ShouldBe(held);
            Fill(batch, 20_000);
        }

        batch.HeldBytes.ShouldBe(held);
    }

    /// <summary>A topic that is behind has batches of 48 MB, one that is not of less than 1 MB: the memory of the first is given back.</summary>
    [Fact]
    public void Clear_SmallBatchesAfterALargeOne_GiveMemoryBack()
    {
        using var batch = new RecordBatch(1);
        Fill(batch, 48_000);
        batch.HeldBytes.ShouldBeGreaterThan(45 << 20);
        for (var use = 0; use < 10; use++)
        {
            batch.Clear();
            Fill(batch, 700);
        }

        batch.HeldBytes.ShouldBeLessThanOrEqualTo(2 << 20);
        Fill(batch, 5_000);
        batch.Partitions[0].Records.ToArray().Select(record => new ReadOnlySpan<byte>(record.ValuePointer, record.ValueLength).IndexOfAnyExcept((byte)record.Offset)).ShouldAllBe(other => other < 0);
    }

    [Fact]
    public void Clear_LargeValue_GivesItsMemoryBack()
    {
        using var batch = new RecordBatch(1);
        Fill(batch, 1, 10 << 20);
        batch.HeldBytes.ShouldBeGreaterThanOrEqualTo(10 << 20);

        batch.Clear();

        batch.HeldBytes.ShouldBe(0);
    }

    private static void Fill(RecordBatch batch, int records, int length = ValueBytes)
    {
        var value = new byte[length];
        fixed (byte* pointer = value)
        {
            for (var offset = 0; offset < records; offset++)
            {
                value.AsSpan().Fill((byte)offset);
                batch.Add(0, new RawRecord { Offset = offset, ValuePointer = pointer, ValueLength = length, KeyLength = -1 });
            }
        }
    }
}
