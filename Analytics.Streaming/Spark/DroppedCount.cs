namespace Analytics.Streaming.Spark;

/// <summary>What became of the records of a partition that are not in the stage.</summary>
/// <param name="Duplicates">Repeats, and records that can't be read again.</param>
/// <param name="Late">Late events.</param>
internal readonly record struct DroppedCount(long Duplicates, long Late);
