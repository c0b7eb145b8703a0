using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Lake.Sql;
using Analytics.Tests.Lake;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Maintenance;

/// <summary>One table of real files in a temporary folder, and its maintenance.</summary>
internal sealed class MaintainedLake : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _files;

    public MaintainedLake(int checkpointInterval = 50) => Table = new DeltaTable(_folder.At("table")) { Time = Time, CheckpointInterval = checkpointInterval };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public Duck Duck { get; } = new();

    public DeltaTable Table { get; }

    public List<Exception> Failures { get; } = [];

    /// <summary>Few files, so that tests are small.</summary>
    public static MaintenanceSettings Settings { get; } = new() { MinFiles = 4, ProcessorShare = 1, Interval = TimeSpan.FromMilliseconds(10) };

    public LakeMaintenance Maintenance(
        Func<long>? consumed = null, Action<string>? reached = null, TimeProvider? time = null, Func<long>? needed = null, Func<DataFile, bool>? expiry = null) => new(
        [
            new MaintainedTable("table", Table.Directory)
            {
                ConsumedVersion = consumed,
                NeededVersion = needed,
                Expiry = expiry is null ? null : () => expiry,
                HasOrphans = true,
            },
        ],
        Settings,
        _folder.At("tmp"),
        time ?? Time,
        (_, error) => Failures.Add(error),
        reached);

    /// <summary>Commits a file of rows as a writer does: on the snapshot that it remembers.</summary>
    public DeltaSnapshot Append(DeltaSnapshot? basis, int rows, int seed, long batch) => Table.Commit(basis, EventTable.Transaction(batch, Write(rows, seed)));

    public DataFile Write(int rows, int seed) => EventTable.Write(Duck, Table.Directory, $"events-{_files++:D6}.parquet", EventTable.Rows(rows, seed));

    /// <summary>The rows of a version in their order.</summary>
    public List<string> Rows(DeltaSnapshot snapshot) => Duck.Rows($"SELECT * FROM {LakeSql.Scan(Table.Directory, snapshot.Files, snapshot.Schema)}");

    public IReadOnlyList<DeltaCommit> Compactions()
    {
        var commits = new List<DeltaCommit>();
        for (long version = 0; Table.ReadCommit(version) is { } commit; version++)
        {
            if (commit.Transactions.ContainsKey("compact"))
            {
                commits.Add(commit);
            }
        }

        return commits;
    }

    public int FilesOnDisk() => Directory.GetFiles(Table.Directory, "*.parquet").Length;

    public void Dispose()
    {
        Duck.Dispose();
        _folder.Dispose();
    }
}
