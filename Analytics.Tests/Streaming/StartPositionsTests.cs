using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class StartPositionsTests
{
    [Theory]
    [InlineData(0, 0, 10)]
    [InlineData(10, 0, 10)]
    [InlineData(5, 5, 10)]
    public void Check_PositionInTheLog_Passes(long next, long first, long end) => Check(next, new OffsetRange(first, end), partitions: 1);

    [Fact]
    public void Check_RecordsDeletedUnread_IsPositionLost() =>
        Should.Throw<PositionLostException>(() => Check(4, new OffsetRange(5, 10), partitions: 1)).State.ShouldBe(EngineStates.PositionLost);

    [Fact]
    public void Check_LogShorterThanWhatWasRead_IsTopicRecreated() =>
        Should.Throw<PositionLostException>(() => Check(11, new OffsetRange(0, 10), partitions: 1)).State.ShouldBe(EngineStates.TopicRecreated);

    [Fact]
    public void Check_FewerPartitionsThanWereRead_IsTopicRecreated() =>
        Should.Throw<PositionLostException>(() => Check(0, new OffsetRange(0, 10), partitions: 0)).State.ShouldBe(EngineStates.TopicRecreated);

    private static void Check(long next, OffsetRange range, int partitions)
    {
        using var source = new FixedOffsets(range);
        var state = new IngestState { Partitions = [new PartitionState { Partition = 0, NextOffset = next }] };
        StartPositions.Check(source, state, "events", partitions);
    }

    private sealed class FixedOffsets(OffsetRange range) : IRecordSource
    {
        public bool IsDown => false;

        public int Connect(CancellationToken cancellationToken) => 1;

        public OffsetRange GetOffsets(int partition) => range;

        public void Assign(IReadOnlyList<long> offsets, IReadOnlyList<bool>? reading = null)
        {
        }

        public int Fetch(RecordBatch batch, int limit, TimeSpan timeout) => 0;

        public long? EndOffset(int partition) => range.Next;

        public void CommitOffsets(IReadOnlyList<long> offsets)
        {
        }

        public void Dispose()
        {
        }
    }
}
