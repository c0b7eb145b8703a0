namespace Analytics.Contracts.Commits;

/// <summary>Up to where the output of the Spark query has been taken into <c>staging/events</c>.</summary>
/// <param name="Batch">The last micro-batch taken, Spark's number.</param>
/// <param name="Files">The files that the sink's log (<c>_spark_metadata</c>) names up to there, since the query began. The log is append only, also through its compactions: the next file is the one after so many.</param>
/// <param name="Checkpoint">The id of the query's checkpoint: another one has other batches under the same numbers.</param>
/// <param name="State">The query's state; null before it has said anything.</param>
public sealed record SparkPosition(long Batch, long Files, string Checkpoint, SparkState? State = null);
