using System.Text.Json.Nodes;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;

namespace Analytics.Streaming.Operations;

/// <summary>
/// The record of replayed dead letters, <c>ops/replays</c>: their coordinates. What is about to be sent is committed first, with the ends of the topic's
/// partitions; a second commit says that all of it is acknowledged. A replay that was killed in between finds out from the topic what had got there.
/// </summary>
internal sealed class ReplayedLetters
{
    public const string Name = "replays";
    private const string AppId = "replay-dlq";
    private const string Key = "replay";
    private const string Ends = "ends";

    private static readonly LakeSchema Schema = new(
    [
        new LakeColumn("topic", LakeType.String, Nullable: false),
        new LakeColumn("partition", LakeType.Integer, Nullable: false),
        new LakeColumn("offset", LakeType.Long, Nullable: false),
        new LakeColumn("replayed_at", LakeType.Timestamp, Nullable: false),
    ]);

    private readonly DeltaTable _table;
    private DeltaSnapshot? _snapshot;

    private readonly TimeProvider _time;

    public ReplayedLetters(LakeLayout lake, TimeProvider time)
    {
        _time = time;
        _table = new DeltaTable(lake.Ops(Name));
        _snapshot = _table.Load();
        if (_snapshot is not null)
        {
            All.UnionWith(Read(_snapshot.Files));
        }

        if (_snapshot is not null && _table.FindLatestCommit(_snapshot.Version, Key) is { } newest && newest.CommitInfo.GetProperty(Key).TryGetProperty(Ends, out var ends))
        {
            Unfinished = (Read(newest.Added), [.. ends.EnumerateArray().Select(end => end.GetInt64())]);
        }
    }

    /// <summary>Every dead letter that was replayed, those of an unfinished replay included.</summary>
    public HashSet<Coordinates> All { get; } = [];

    /// <summary>What a killed replay was about to send, and where each partition ended before it; null when there is none.</summary>
    public (IReadOnlyList<Coordinates> Letters, IReadOnlyList<long> Ends)? Unfinished { get; private set; }

    /// <summary>Notes what is about to be sent.</summary>
    /// <param name="letters">The dead letters.</param>
    /// <param name="ends">The next offset of each partition of the source topic.</param>
    public void Begin(IReadOnlyList<Coordinates> letters, IReadOnlyList<long> ends)
    {
        Directory.CreateDirectory(_table.Directory);
        var name = $"replays-{Guid.NewGuid():N}.parquet";
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        var rows = string.Join(", ", letters.Select(letter => $"({LakeSql.Literal(letter.Topic)}, {letter.Partition}, {letter.Offset}, make_timestamp({now}))"));
        using (var database = LakeDatabase.Open())
        {
            using var command = database.CreateCommand();
            command.CommandText = LakeSql.Copy($"""SELECT * FROM (VALUES {rows}) AS t (topic, partition, "offset", replayed_at)""", Path.Combine(_table.Directory, name), Schema);
            command.ExecuteNonQuery();
        }

        Commit([ParquetFile.Describe(_table.Directory, name)], new JsonObject { [Ends] = new JsonArray([.. ends.Select(end => JsonValue.Create(end))]) });
        All.UnionWith(letters);
        Unfinished = (letters, ends);
    }

    /// <summary>Notes that all of it is acknowledged.</summary>
    public void Complete()
    {
        Commit([], new JsonObject { ["done"] = true });
        Unfinished = null;
    }

    private void Commit(IReadOnlyList<DataFile> files, JsonObject record) => _snapshot = _table.Commit(_snapshot, new DeltaTransaction
    {
        AppId = AppId,
        TxnVersion = (_snapshot?.Transactions.GetValueOrDefault(AppId, -1) ?? -1) + 1,
        Operation = "WRITE",
        Schema = Schema,
        Add = files,
        CommitInfo = new JsonObject { [Key] = record },
    });

    private List<Coordinates> Read(IReadOnlyList<DataFile> files)
    {
        new DataFileCheck().Require(_table.Directory, files);
        using var database = LakeDatabase.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"""SELECT topic, partition, "offset" FROM {LakeSql.Scan(_table.Directory, files, Schema)}""";
        using var reader = command.ExecuteReader();
        var letters = new List<Coordinates>();
        while (reader.Read())
        {
            letters.Add(new Coordinates(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2)));
        }

        return letters;
    }
}
