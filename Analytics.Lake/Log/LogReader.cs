using Analytics.Lake.Log.Actions;
using Analytics.Lake.Log.Checkpoints;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>Reads a table's log: single versions by their name, and the whole state from the newest checkpoint on.</summary>
internal sealed class LogReader
{
    private readonly string _log;
    private readonly ColumnTypes _types;
    private readonly CheckpointFiles _checkpoints;

    public LogReader(string log)
    {
        _log = log;
        _checkpoints = new CheckpointFiles(log);
        _types = new ColumnTypes(FindSchema);
    }

    public bool Exists(long version) => File.Exists(LogFile.Commit(_log, version));

    public DeltaCommit? Read(long version)
    {
        var file = LogFile.Commit(_log, version);
        return LogFile.ReadIfExists(file) is { } content ? ActionReader.Read(file, content, version, _types) : null;
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
        var snapshot = LoadCheckpoint(out var damage);
        return damage is null ? snapshot : throw damage;
    }

    public DeltaSnapshot? Load()
    {
        var snapshot = LoadCheckpoint(out var damage);
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

            // Without the damaged checkpoint the log begins too late: that file is the one to restore.
            if (damage is not null && !Exists(version))
            {
                throw damage;
            }

            if (damage is null && NewestCheckpoint() >= version)
            {
                // Cleaned up between the look at the checkpoint and here: a newer one has taken its place.
                snapshot = LoadCheckpoint(out damage);
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

    public long? NewestCheckpoint() => _checkpoints.NewestVersion();

    private DeltaSnapshot? LoadCheckpoint(out InvalidDataException? damage)
    {
        var snapshot = _checkpoints.ReadNewest((file, version) => CheckpointReader.Read(file, version, _types), out damage);
        if (snapshot is not null)
        {
            _types.Learn(snapshot.Schema);
        }

        return snapshot;
    }

    private long? NewestVersion() => Directory.Exists(_log)
        ? Directory.EnumerateFiles(_log).Max(file => LogFile.CommitVersion(Path.GetFileName(file)))
        : null;

    private LakeSchema? FindSchema(long atVersion)
    {
        var checkpoint = _checkpoints.ReadNewest((file, version) => new CheckpointSchemaOf(version, CheckpointReader.ReadMetadata(file).Schema), out _);
        var schema = checkpoint?.Schema;
        for (var next = (checkpoint?.Version ?? -1) + 1; next < atVersion; next++)
        {
            if (LogFile.ReadIfExists(LogFile.Commit(_log, next)) is { } content && content.AsSpan().IndexOf("\"metaData\""u8) >= 0)
            {
                // Reading learns the schema by itself; the empty lookup keeps it from asking for one again.
                schema = ActionReader.Read(LogFile.Commit(_log, next), content, next, new ColumnTypes(_ => null)).Schema ?? schema;
            }
        }

        return schema;
    }

    private sealed record CheckpointSchemaOf(long Version, LakeSchema Schema);
}
