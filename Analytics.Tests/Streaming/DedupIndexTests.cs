using Analytics.Streaming.Ingest;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class DedupIndexTests
{
    private const long Delay = 100;

    /// <summary>Times within the delay, and times so far apart that the range of the slots moves or does not hold them.</summary>
    [Theory]
    [InlineData(Delay)]
    [InlineData(86_400_000_000)]
    [InlineData(8 * 86_400_000_000)]
    [InlineData(400 * 86_400_000_000)]
    public void TryAdd_AnyOrderOfIdsTimesAndWatermarks_AgreesWithDictionary(long delay)
    {
        // An operation: an id out of few, a time around the moving watermark, and now and then a step of the watermark, or a trim.
        var operation = Gen.Select(Gen.Int[0, 4000], Gen.Long[-delay * 3 / 2, delay * 3 / 2], Gen.Int[0, 40]);
        operation.Array[0, 6000].Sample(operations =>
        {
            using var index = new DedupIndex(delay);
            var model = new Dictionary<int, long>();
            long watermark = 0;
            index.Advance(watermark);
            foreach (var (id, offset, step) in operations)
            {
                if (step <= 1)
                {
                    watermark += delay * 37 / 100;
                    index.Advance(watermark);
                }
                else if (step == 2 && id < 100)
                {
                    index.Trim();
                }

                var time = watermark + offset;
                var known = model.TryGetValue(id, out var first) && watermark < first + delay;
                if (!known)
                {
                    model[id] = time;
                }

                index.TryAdd(Key(id), time).ShouldBe(!known, $"id {id} at {time}, watermark {watermark}");
            }
        }, iter: 25);
    }

    /// <summary>Keys whose hashes are alike, and the largest there are: all want the last place of one shard.</summary>
    [Fact]
    public void TryAdd_ManyEqualHashes_KnowsEachId()
    {
        const int Ids = 3_000;
        using var index = new DedupIndex(Delay);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < Ids; i++)
            {
                index.TryAdd(Colliding((ulong)i), i % 7).ShouldBe(pass == 0);
            }

            for (var i = 0; i < 20_000; i++)
            {
                index.TryAdd(Key(i), 3).ShouldBe(pass == 0);
            }

            index.Trim();
        }

        index.Count.ShouldBe(Ids + 20_000);
        index.Bytes.ShouldBeLessThan(4_000_000);
        index.Advance(Delay + 4);
        index.Trim();
        index.Count.ShouldBe(Enumerable.Range(0, Ids).Count(i => i % 7 > 4));
    }

    [Fact]
    public void TryAdd_ManyIdsWhileTheWatermarkMoves_KeepsMemoryBounded()
    {
        using var index = new DedupIndex(Delay);
        long largest = 0;
        for (var i = 0; i < 2_000_000; i++)
        {
            // 100 ids per unit of time: 20,000 are alive at once.
            index.TryAdd(new UInt128((ulong)i, (ulong)i * 7919), i / 100).ShouldBeTrue();
            if (i % 100 == 0)
            {
                index.Advance((i / 100) - Delay);
            }

            largest = Math.Max(largest, index.Bytes);
        }

        largest.ShouldBeLessThan(20_000 * 24 * 6);
    }

    [Fact]
    public void TryAdd_Millions_KnowsEachIdInFewBytes()
    {
        const int Ids = 4_000_000;
        using var index = new DedupIndex(Delay);
        int added = 0, again = 0;
        for (var i = 0; i < Ids; i++)
        {
            added += index.TryAdd(new UInt128((ulong)i, (ulong)i * 7919), 0) ? 1 : 0;
        }

        for (var i = 0; i < Ids; i++)
        {
            again += index.TryAdd(new UInt128((ulong)i, (ulong)i * 7919), 0) ? 1 : 0;
        }

        (added, again, index.Count).ShouldBe((Ids, 0, Ids));
        (index.Bytes / Ids).ShouldBeInRange(22, 36);
    }

    [Fact]
    public void TryAdd_TimeJustBeforeTheEpoch_IsRemembered()
    {
        using var index = new DedupIndex(Delay);
        index.TryAdd(1, -1).ShouldBeTrue();
        index.TryAdd(1, -1).ShouldBeFalse();
        index.TryAdd(0, 0).ShouldBeTrue();
        index.TryAdd(0, 0).ShouldBeFalse();
    }

    [Theory]
    [InlineData("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true)]
    [InlineData("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", false)]
    [InlineData("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf7", false)]
    [InlineData("order-17", "order-17", true)]
    [InlineData("order-17", "order-18", false)]
    public void EventKey_TwoIds_AreEqualExactlyWhenTheirTextsAre(string left, string right, bool equal) =>
        (EventKey.From(System.Text.Encoding.UTF8.GetBytes(left)) == EventKey.From(System.Text.Encoding.UTF8.GetBytes(right))).ShouldBe(equal);

    /// <summary>A key whose hash has all bits set: the index's hash, undone.</summary>
    private static UInt128 Colliding(ulong high)
    {
        var mixed = ulong.MaxValue ^ (ulong.MaxValue >> 32);
        var low = ((mixed * Inverse(0xD6E8FEB86659FD93UL)) ^ high) * Inverse(0x9E3779B97F4A7C15UL);
        return new UInt128(high, low);
    }

    /// <summary>The inverse of an odd number modulo 2^64, by Newton's method.</summary>
    private static ulong Inverse(ulong number)
    {
        var inverse = number;
        for (var i = 0; i < 5; i++)
        {
            inverse *= 2 - (number * inverse);
        }

        return inverse;
    }

    private static UInt128 Key(int id) => EventKey.From(System.Text.Encoding.UTF8.GetBytes($"event-{id}"));
}
