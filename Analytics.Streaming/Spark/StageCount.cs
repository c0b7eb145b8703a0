namespace Analytics.Streaming.Spark;

/// <summary>Rows of one partition in the stage.</summary>
/// <param name="Rows">How many.</param>
/// <param name="LastTime">Their highest event time, microseconds since the epoch, UTC; null where none has one.</param>
internal readonly record struct StageCount(long Rows, long? LastTime);
