namespace Analytics.Lake.Log;

/// <summary>
/// A Delta table in a folder (reader version 1, writer version 2). Stateless: any number of processes may read while one writer commits.
/// Source: the Delta transaction log protocol, https://github.com/delta-io/delta/blob/master/PROTOCOL.md.
/// </summary>
/// <param name="directory">The table's folder; it need not exist.</param>
public sealed class DeltaTable(string directory)
{
    /// <summary>The table's folder, absolute.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    /// <summary>The newest version, or null when the table does not exist.</summary>
    /// <exception cref="InvalidDataException">A log file is corrupt or missing; the message names it.</exception>
    public DeltaSnapshot? Load() => throw new NotImplementedException();

    /// <summary>One version of the log, or null when it is not there (yet).</summary>
    public DeltaCommit? ReadCommit(long version) => throw new NotImplementedException();

    /// <summary>The newest commit at or below <paramref name="version"/> whose commitInfo has the property <paramref name="key"/>, or null.</summary>
    public DeltaCommit? FindLatestCommit(long version, string key) => throw new NotImplementedException();

    /// <summary>
    /// Commits at the version after <paramref name="basis"/> (null: the table is new), by link(2). When another writer took that version, the
    /// transaction is rebased onto it, unless it carries the same application id at or past this batch.
    /// </summary>
    /// <returns>The snapshot that includes the commit.</returns>
    /// <exception cref="ConcurrentWriterException">Another instance of the same writer is alive.</exception>
    /// <exception cref="InvalidOperationException">A file to remove is no longer live, or a column would change its type.</exception>
    /// <exception cref="IOException">Disk full, not writable: nothing was committed.</exception>
    public DeltaSnapshot Commit(DeltaSnapshot? basis, DeltaTransaction transaction) => throw new NotImplementedException();

    /// <summary>Waits for a version to appear: the tail of the log, without listing.</summary>
    /// <param name="version">The version wanted.</param>
    /// <param name="interval">How often to look.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<DeltaCommit> WaitForCommitAsync(long version, TimeSpan interval, TimeProvider time, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
