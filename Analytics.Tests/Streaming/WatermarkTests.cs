using Analytics.Streaming.Ingest;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class WatermarkTests
{
    [Fact]
    public void Advance_SlowestPartitionCounts() =>
        Watermark.Advance(null, [At(0, 500), At(1, 300)], delay: 100).ShouldBe(200);

    [Fact]
    public void Advance_PartitionWithoutEvents_HoldsIt() =>
        Watermark.Advance(150, [At(0, 500), At(1, null)], delay: 100).ShouldBe(150);

    [Fact]
    public void Advance_IdlePartition_IsLeftOut() =>
        Watermark.Advance(200, [At(0, 500), At(1, 300, idle: true)], delay: 100).ShouldBe(400);

    [Fact]
    public void Advance_AllIdle_GoesToTheLatestEvent() =>
        Watermark.Advance(200, [At(0, 500, idle: true), At(1, 300, idle: true), At(2, null, idle: true)], delay: 100).ShouldBe(400);

    [Fact]
    public void Advance_PartitionBackFromIdle_NeverMovesItBack() =>
        Watermark.Advance(400, [At(0, 500), At(1, 310)], delay: 100).ShouldBe(400);

    [Fact]
    public void LateBefore_OwnPast_NotOthers()
    {
        Watermark.LateBefore(null, heldTo: null, delay: 100).ShouldBe(long.MinValue);
        Watermark.LateBefore(300, heldTo: null, delay: 100).ShouldBe(200);
        Watermark.LateBefore(300, heldTo: 400, delay: 100).ShouldBe(400);
        Watermark.LateBefore(700, heldTo: 400, delay: 100).ShouldBe(600);
    }

    private static PartitionState At(int partition, long? maxEventTime, bool idle = false) =>
        new() { Partition = partition, NextOffset = 0, MaxEventTime = maxEventTime, Idle = idle };
}
