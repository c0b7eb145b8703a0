namespace Analytics.Contracts.Commits;

/// <summary>What the Spark query keeps to know repeats by, as it last said before a commit.</summary>
/// <param name="Rows">Ids.</param>
/// <param name="MemoryBytes">Memory of the state stores on all executors.</param>
/// <param name="DiskBytes">Their files on the executors' disks; 0 of a store that has none.</param>
public sealed record SparkState(long Rows, long MemoryBytes, long DiskBytes);
