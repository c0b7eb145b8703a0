using Analytics.Lake.Log.Actions;
using Analytics.Lake.Log.Checkpoints;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>Reads a table's log: single versions by their name, and the whole state from the newest checkpoint on.</summary>
internal sealed class LogReader
{
    private readonly string _log;
    private readonly ColumnTypes _types;

    public LogReader(string log)
    {
        _log = log;
        _types = new ColumnTypes(FindSchema);
    }

    public bool Exists(long version) => File.Exists(LogFile.Commit(_log, version));

    public DeltaCommit? Read(long version)
    {
        var file = LogFile.Commit(_log, version);
        return ReadIfExists(file) is { } content ? ActionReader.Read(file, content, version, _types) : null;
    }

    /// <summary>Whether a version that is not there was there once. Its neighbours tell nothing: clean-up leaves single versions in place.</summary>
    public bool IsGone(long version) => NewestCheckpoint() >= version && !Exists(version);

    /// <summary>The versions below this one whose files are there, newest first.</summary>
    public IEnumerable<long> VersionsBelow(long version) => Versions().Where(found => found < version).OrderDescending();

    /// <summary>The versions whose files are there, in no order.</summary>
    public IEnumerable<long> Versions() => Directory.Exists(_log)
        ? Directory.EnumerateFiles(_log).Select(file => LogFile.CommitVersion(Path.GetFileName(file))).OfType<long>()
        : [];

    /// <summary>The newest checkpoint, read back whole; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is corrupt; the message names it.</exception>
    public DeltaSnapshot? LoadCheckpoint()
    {
        if (NewestCheckpoint() is not { } version)
        {
            return null;
        }

        var snapshot = CheckpointReader.Read(LogFile.Checkpoint(_log, version), version, _types);
        _types.Learn(snapshot.Schema);
        return snapshot;
    }

    public DeltaSnapshot? Load()
    {
        var snapshot = LoadCheckpoint();
        var version = (snapshot?.Version ?? -1) + 1;
        while (true)
        {
            for (; Read(version) is { } commit; version++)
            {
                snapshot = snapshot is null ? First(commit) : snapshot.Apply(commit);
            }

            // The name may have appeared since; only one that is still missing below a later version is a gap.
            if (NewestVersion() is not { } newest || newest < version)
            {
                return snapshot;
            }

            if (NewestCheckpoint() >= version)
            {
                // Cleaned up between the look at the checkpoint and here: a newer one has taken its place.
                snapshot = LoadCheckpoint();
                version = (snapshot?.Version ?? -1) + 1;
            }
            else if (!Exists(version))
            {
                throw new InvalidDataException($"{LogFile.Commit(_log, version)}: missing, though version {newest} exists; the table can't be read without it");
            }
        }
    }

    /// <summary>The state that the first version of a table makes.</summary>
    public DeltaSnapshot First(DeltaCommit commit) => commit.Metadata is { } metadata
        ? DeltaSnapshot.Empty(commit.Version - 1, metadata).Apply(commit)
        : throw new InvalidDataException($"{LogFile.Commit(_log, commit.Version)}: the first version of a table must have a metaData action");

    /// <summary><c>_last_checkpoint</c> is a hint: a crash may have left it behind, or torn on a file system that loses renames.</summary>
    public long? NewestCheckpoint()
    {
        var hint = ReadIfExists(Path.Combine(_log, LogFile.LastCheckpoint)) is { } content ? LastCheckpoint.ParseVersion(content) : null;
        return hint is { } version && File.Exists(LogFile.Checkpoint(_log, version)) ? hint : Newest(LogFile.CheckpointVersion);
    }

    private long? NewestVersion() => Newest(LogFile.CommitVersion);

    private long? Newest(Func<string, long?> version) => Directory.Exists(_log)
        ? Directory.EnumerateFiles(_log).Max(file => version(Path.GetFileName(file)))
        : null;

    private LakeSchema? FindSchema(long atVersion)
    {
        var checkpoint = NewestCheckpoint();
        var schema = checkpoint is { } version ? CheckpointReader.ReadMetadata(LogFile.Checkpoint(_log, version)).Schema : null;
        for (var next = (checkpoint ?? -1) + 1; next < atVersion; next++)
        {
            if (ReadIfExists(LogFile.Commit(_log, next)) is { } content && content.AsSpan().IndexOf("\"metaData\""u8) >= 0)
            {
                // Reading learns the schema by itself; the empty lookup keeps it from asking for one again.
                schema = ActionReader.Read(LogFile.Commit(_log, next), content, next, new ColumnTypes(_ => null)).Schema ?? schema;
            }
        }

        return schema;
    }

    private static byte[]? ReadIfExists(string file)
    {
        // Tailers ask for the next version all the time: an exception for each "not yet" would cost them most of their idle CPU.
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
