namespace Analytics.Streaming.Ingest;

/// <summary>The watermark over all partitions and the late test of one.</summary>
internal static class Watermark
{
    /// <summary>
    /// The minimum over the partitions that are not idle of highest event time minus delay; when all are idle, the maximum over all of them.
    /// It never moves back, and a partition without an event yet holds it where it is.
    /// </summary>
    public static long? Advance(long? watermark, IReadOnlyList<PartitionState> partitions, long delay)
    {
        long? candidate = null;
        var active = false;
        foreach (var partition in partitions)
        {
            if (partition.Idle)
            {
                continue;
            }

            if (partition.MaxEventTime is null)
            {
                return watermark;
            }

            active = true;
            candidate = Math.Min(candidate ?? long.MaxValue, partition.MaxEventTime.Value - delay);
        }

        if (!active)
        {
            candidate = partitions.Max(partition => partition.MaxEventTime) - delay;
        }

        return candidate is null || candidate < watermark ? watermark : candidate;
    }

    /// <summary>Events older than this are late: the partition's own highest event time minus the delay, and what it is held to after idling.</summary>
    public static long LateBefore(long? maxEventTime, long? heldTo, long delay) =>
        Math.Max(maxEventTime is null ? long.MinValue : maxEventTime.Value - delay, heldTo ?? long.MinValue);
}
