using System.Diagnostics;
using Analytics.Lake.Files;
using Analytics.Lake.Log.Checkpoints;

namespace Analytics.Lake.Log;

/// <summary>
/// A Delta table in a folder (reader version 1, writer version 2). Any number of processes may read while one writer commits; an instance holds no state
/// of the table and can be shared between threads.
/// Source: the Delta transaction log protocol, https://github.com/delta-io/delta/blob/master/PROTOCOL.md.
/// </summary>
public sealed class DeltaTable
{
    /// <summary>A commit that takes longer looks again whether it came too late: well below the shortest time that a log is kept.</summary>
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(30);

    /// <summary>Polls between two looks whether a version that is waited for has come and gone: it stays for minutes at least.</summary>
    private const int PollsPerLook = 64;

    private readonly LogReader _reader;
    private readonly LogWriter _writer;
    private readonly string _log;

    /// <summary>Names a table; nothing is read or written.</summary>
    /// <param name="directory">The table's folder; it need not exist.</param>
    public DeltaTable(string directory)
    {
        Directory = Path.GetFullPath(directory);
        _log = Path.Combine(Directory, LogFile.Folder);
        _reader = new LogReader(_log);
        _writer = new LogWriter(Directory);
    }

    /// <summary>The table's folder, absolute.</summary>
    public string Directory { get; }

    /// <summary>The clock of commits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A checkpoint of the log is written every so many versions; 0 for never.</summary>
    public int CheckpointInterval { get; init; } = 50;

    /// <summary>The newest version, or null when the table does not exist.</summary>
    /// <exception cref="InvalidDataException">A log file is corrupt or missing; the message names it.</exception>
    public DeltaSnapshot? Load() => _reader.Load();

    /// <summary>One version of the log, or null when it is not there yet.</summary>
    /// <exception cref="InvalidDataException">The log file is corrupt; the message names it.</exception>
    /// <exception cref="VersionGoneException">It was there, and has been cleaned up.</exception>
    public DeltaCommit? ReadCommit(long version) => version < 0 ? null : _reader.Read(version) ?? ReadAgainUnlessGone(version);

    /// <summary>One version of the log, or null when it is not there: yet or any more.</summary>
    /// <exception cref="InvalidDataException">The log file is corrupt; the message names it.</exception>
    public DeltaCommit? ReadCommitIfKept(long version) => version < 0 ? null : _reader.Read(version);

    /// <summary>
    /// The newest commit at or below <paramref name="version"/> whose commitInfo has the property <paramref name="key"/>, or null. Clean-up leaves the
    /// newest commit of every property in place, however old it is.
    /// </summary>
    public DeltaCommit? FindLatestCommit(long version, string key)
    {
        for (; ReadCommitIfKept(version) is { } commit; version--)
        {
            if (commit.Has(key))
            {
                return commit;
            }
        }

        return _reader.VersionsBelow(version).Select(_reader.Read).OfType<DeltaCommit>().FirstOrDefault(commit => commit.Has(key));
    }

    /// <summary>
    /// Commits at the version after <paramref name="basis"/> (null: the table is new), by link(2). When another writer took that version, the
    /// transaction is rebased onto it, unless it carries the same application id.
    /// </summary>
    /// <returns>The snapshot that includes the commit.</returns>
    /// <exception cref="ConcurrentWriterException">Another instance of the same writer is alive.</exception>
    /// <exception cref="FileNotLiveException">A file to remove is no longer live.</exception>
    /// <exception cref="InvalidOperationException">A column would change its type, or a file is live already.</exception>
    /// <exception cref="ArgumentException">A path outside the table's folder, a file added twice, or a reserved property of commitInfo.</exception>
    /// <exception cref="IOException">
    /// Disk full, not writable: nothing was committed. Only when the device fails the very last flush, that of the log's folder, the version may be there.
    /// </exception>
    public DeltaSnapshot Commit(DeltaSnapshot? basis, DeltaTransaction transaction)
    {
        var plan = new TransactionPlan(Directory, transaction);
        plan.Validate();
        plan.RequireFits(basis);
        try
        {
            return Commit(basis, transaction, plan);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{Directory}: not writable: {error.Message}", error);
        }
    }

    /// <summary>A snapshot brought up to the newest version, one commit after another, or from the checkpoint where they have been cleaned up.</summary>
    /// <exception cref="InvalidDataException">A log file is corrupt; the message names it.</exception>
    public DeltaSnapshot Follow(DeltaSnapshot snapshot)
    {
        try
        {
            while (ReadCommit(snapshot.Version + 1) is { } commit)
            {
                snapshot = snapshot.Apply(commit);
            }

            return snapshot;
        }
        catch (VersionGoneException)
        {
            return Load()!;
        }
    }

    /// <summary>Waits for a version to appear: the tail of the log, without listing.</summary>
    /// <param name="version">The version wanted.</param>
    /// <param name="interval">How often to look.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The log file is corrupt; the message names it.</exception>
    /// <exception cref="VersionGoneException">It was there, and has been cleaned up.</exception>
    public async Task<DeltaCommit> WaitForCommitAsync(long version, TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var poll = 0; ; poll++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((poll % PollsPerLook == 0 ? ReadCommit(version) : ReadCommitIfKept(version)) is { } commit)
            {
                return commit;
            }

            await Task.Delay(interval, time, cancellationToken);
        }
    }

    /// <summary>The versions whose files are there, in no order.</summary>
    internal IEnumerable<long> Versions() => _reader.Versions();

    /// <summary>The newest checkpoint, read back whole; null when there is none.</summary>
    internal DeltaSnapshot? LoadCheckpoint() => _reader.LoadCheckpoint();

    /// <summary>The version of the newest checkpoint; null when there is none.</summary>
    internal long? LastCheckpointVersion() => _reader.NewestCheckpoint();

    /// <summary>Deletes a version that a checkpoint has replaced.</summary>
    internal void DeleteCommit(long version) => File.Delete(LogFile.Commit(_log, version));

    /// <summary>Writes a checkpoint of a snapshot and points <c>_last_checkpoint</c> to it, so that opening the table need not read older versions.</summary>
    /// <exception cref="IOException">Disk full, not writable: the log is as before.</exception>
    public void WriteCheckpoint(DeltaSnapshot snapshot) => WriteCheckpoint(snapshot, "checkpoint");

    private void WriteCheckpoint(DeltaSnapshot snapshot, string appId)
    {
        var size = 0L;
        var actions = 0L;
        var checksum = 0UL;
        _writer.Replace(LogFile.Checkpoint(_log, snapshot.Version), file =>
        {
            actions = CheckpointWriter.Write(file, snapshot);
            size = new FileInfo(file).Length;
            checksum = FileChecksum.Compute(file);
        });
        LogSteps.Reach(Directory, appId, "mid_checkpoint");
        _writer.Replace(
            Path.Combine(_log, LogFile.LastCheckpoint),
            file => File.WriteAllBytes(file, LastCheckpoint.Write(snapshot.Version, actions, size, snapshot.Files.Count, checksum)));
    }

    private DeltaSnapshot Commit(DeltaSnapshot? basis, DeltaTransaction transaction, TransactionPlan plan)
    {
        _writer.SyncData(transaction.Add);
        _writer.CreateFolder();
        while (true)
        {
            var looked = Stopwatch.GetTimestamp();
            basis = Rebase(basis, plan);
            var version = (basis?.Version ?? -1) + 1;
            if (!_writer.TryWrite(version, transaction.AppId, plan.Write(basis, Time.GetUtcNow().ToUnixTimeMilliseconds())))
            {
                continue;
            }

            RequirePresent(version, transaction, Stopwatch.GetElapsedTime(looked));
            var committed = _reader.Read(version) ?? throw new InvalidDataException($"{LogFile.Commit(_log, version)}: vanished after its commit");
            var snapshot = basis is null ? _reader.First(committed) : basis.Apply(committed);
            WriteCheckpointIfDue(snapshot, transaction.AppId);
            return snapshot;
        }
    }

    /// <summary>The newest version that can be found, checked commit by commit, or as a whole where commits have been cleaned up.</summary>
    private DeltaSnapshot? Rebase(DeltaSnapshot? basis, TransactionPlan plan)
    {
        try
        {
            for (; ReadCommit((basis?.Version ?? -1) + 1) is { } winner; plan.RequireFits(basis))
            {
                plan.RequireNoRival(winner);
                basis = basis is null ? _reader.First(winner) : basis.Apply(winner);
            }

            return basis;
        }
        catch (VersionGoneException)
        {
            var newest = Load()!;
            plan.RequireNoRival(basis, newest);
            plan.RequireFits(newest);
            return newest;
        }
    }

    /// <summary>
    /// A process that was suspended before its link(2) may have taken a name that others had used, and cleaned up, meanwhile. Such a version is in no
    /// reader's way, but neither is it in the table.
    /// </summary>
    private void RequirePresent(long version, DeltaTransaction transaction, TimeSpan elapsed)
    {
        if (elapsed < Suspicious || _reader.NewestCheckpoint() is not { } newest || newest < version)
        {
            return;
        }

        if (!(_reader.LoadCheckpoint() is { } checkpoint && transaction.Add.All(file => checkpoint.Contains(file.Path))))
        {
            DeleteCommit(version);
        }

        throw new ConcurrentWriterException(
            $"{Directory}: a commit took {elapsed.TotalSeconds:0} s, and others have gone on to version {newest} meanwhile; this instance must stop and start again from the log");
    }

    /// <summary>A version that can't be read: it has appeared meanwhile, or it is still to come (null), or it is gone.</summary>
    private DeltaCommit? ReadAgainUnlessGone(long version) => _reader.IsGone(version)
        ? throw new VersionGoneException($"{LogFile.Commit(_log, version)}: cleaned up, a later checkpoint has its files; this reader was away for longer than the log is kept")
        : _reader.Read(version);

    private void WriteCheckpointIfDue(DeltaSnapshot snapshot, string appId)
    {
        if (CheckpointInterval <= 0 || snapshot.Version == 0 || snapshot.Version % CheckpointInterval != 0)
        {
            return;
        }

        try
        {
            WriteCheckpoint(snapshot, appId);
        }
        catch (IOException)
        {
            // The commit stands; a checkpoint only saves time, and the next one is due soon.
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
