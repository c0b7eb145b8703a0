using Analytics.Streaming.Source;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Ingest;

/// <summary>Whether the committed positions still fit the log.</summary>
internal static class StartPositions
{
    /// <exception cref="PositionLostException">They do not: going on would skip or repeat records silently.</exception>
    public static void Check(IRecordSource source, IngestState state, string topic, int partitions)
    {
        if (state.Partitions.Count > partitions)
        {
            throw new PositionLostException(
                EngineStates.TopicRecreated,
                $"Topic {topic} has {partitions} partitions, {state.Partitions.Count} were read before: it was recreated. Choose another --data, or restore the topic.");
        }

        foreach (var partition in state.Partitions)
        {
            var range = source.GetOffsets(partition.Partition);
            if (partition.NextOffset < range.First)
            {
                throw new PositionLostException(
                    EngineStates.PositionLost,
                    $"{topic}/{partition.Partition}: records {partition.NextOffset} to {range.First - 1} were deleted before they were read.");
            }

            if (partition.NextOffset > range.Next)
            {
                throw new PositionLostException(
                    EngineStates.TopicRecreated,
                    $"{topic}/{partition.Partition}: read up to {partition.NextOffset}, but the log ends at {range.Next}: it was recreated or truncated. Choose another --data, or restore the topic.");
            }
        }
    }
}
