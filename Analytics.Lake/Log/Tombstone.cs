namespace Analytics.Lake.Log;

/// <summary>A file that is no longer live, remembered for a while so that a vacuum by any Delta tool leaves it to running readers.</summary>
/// <param name="Path">Path relative to the table, not percent-encoded.</param>
/// <param name="DeletionTimestamp">When it was removed, milliseconds since the epoch.</param>
/// <param name="DataChange">Whether rows changed with it.</param>
internal sealed record Tombstone(string Path, long DeletionTimestamp, bool DataChange);
