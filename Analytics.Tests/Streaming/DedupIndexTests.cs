using Analytics.Streaming.Ingest;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class DedupIndexTests
{
    private const long Delay = 100;

    [Fact]
    public void TryAdd_AnyOrderOfIdsTimesAndWatermarks_AgreesWithDictionary()
    {
        // An operation: an id out of few, a time around the moving watermark, and now and then a step of the watermark.
        var operation = Gen.Select(Gen.Int[0, 400], Gen.Long[-150, 150], Gen.Int[0, 20]);
        operation.Array[0, 3000].Sample(operations =>
        {
            using var index = new DedupIndex(Delay);
            var model = new Dictionary<int, long>();
            long watermark = 0;
            index.Advance(watermark);
            foreach (var (id, offset, step) in operations)
            {
                if (step == 0)
                {
                    watermark += 37;
                    index.Advance(watermark);
                }

                var time = watermark + offset;
                var known = model.TryGetValue(id, out var first) && watermark < first + Delay;
                if (!known)
                {
                    model[id] = time;
                }

                index.TryAdd(Key(id), time).ShouldBe(!known, $"id {id} at {time}, watermark {watermark}");
            }
        });
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
    public void TryAdd_MoreThanHugePagesHold_KnowsEachId()
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
        (index.Bytes / Ids).ShouldBeInRange(34, 80);
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

    private static UInt128 Key(int id) => EventKey.From(System.Text.Encoding.UTF8.GetBytes($"event-{id}"));
}
