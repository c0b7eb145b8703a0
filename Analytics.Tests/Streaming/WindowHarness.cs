using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace Analytics.Tests.Streaming;

/// <summary>Plays quality: promotes staged batches to gold and settles staged windows, as the contract between the parts has it.</summary>
internal sealed class WindowHarness(IngestHarness ingest)
{
    private readonly DeltaTable _gold = new(ingest.Settings.Lake.Gold(LakeLayout.Events));
    private DeltaSnapshot? _snapshot;

    public RebuildRequests Rebuilds { get; } = new();

    /// <summary>Promotes one staged version; without its files when <paramref name="quarantined"/>.</summary>
    public void Promote(long stagingVersion, bool quarantined = false)
    {
        var staged = ingest.Events.ReadCommit(stagingVersion)!;
        var batch = staged.CommitInfo.GetProperty(IngestCommit.Key).Deserialize(CommitJson.Default.IngestCommit)!;
        Commit(AuditCommit.AppId, batch.Batch, quarantined ? [] : staged.Added, new AuditCommit
        {
            Table = LakeLayout.Events,
            FirstBatch = batch.Batch,
            LastBatch = batch.Batch,
            StagingVersion = stagingVersion,
            Watermark = batch.Watermark,
            EndOfInput = batch.EndOfInput,
            Rows = SettlementCounts.None,
            Totals = SettlementCounts.None,
        });
    }

    /// <summary>Releases the files of a staged version that was quarantined.</summary>
    public void Release(long stagingVersion) => Commit("release", stagingVersion, ingest.Events.ReadCommit(stagingVersion)!.Added, audit: null);

    /// <summary>Runs the window worker until every table has noted the end of the input from the newest gold version that matters.</summary>
    public async Task RunAsync(Func<bool> until, CancellationToken cancellationToken)
    {
        using var database = new WindowDatabase(Path.Combine(ingest.Root, "tmp"), memoryMegabytes: 256, threads: 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(60));
        var worker = new WindowWorker(ingest.Settings, database, ingest.Status, ingest.Metrics, new FaultPoints(null), NullLogger<WindowWorker>.Instance, TimeProvider.System, Rebuilds);
        var running = Task.Run(() => worker.RunAsync(stop.Token), CancellationToken.None);
        while (!running.IsCompleted && !until())
        {
            await Task.WhenAny(running, Task.Delay(10, stop.Token));
        }

        if (running.IsFaulted)
        {
            await running;
        }

        stop.Token.ThrowIfCancellationRequested();
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>One run over what gold has, as a command makes it.</summary>
    public void RunOnce(CancellationToken cancellationToken)
    {
        using var database = new WindowDatabase(Path.Combine(ingest.Root, "tmp"), memoryMegabytes: 256, threads: 1);
        new WindowWorker(ingest.Settings, database, ingest.Status, ingest.Metrics, new FaultPoints(null), NullLogger<WindowWorker>.Instance, TimeProvider.System, Rebuilds)
            .RunOnce(cancellationToken);
    }

    public WindowCommit? Newest(string table)
    {
        var staging = new DeltaTable(ingest.Settings.Lake.Staging(table));
        var snapshot = staging.Load();
        return snapshot is null ? null : staging.FindLatestCommit(snapshot.Version, WindowCommit.Key)!.CommitInfo.GetProperty(WindowCommit.Key).Deserialize(CommitJson.Default.WindowCommit);
    }

    /// <summary>The watermark of a staged version.</summary>
    public long? Watermark(long stagingVersion) =>
        ingest.Events.ReadCommit(stagingVersion)!.CommitInfo.GetProperty(IngestCommit.Key).Deserialize(CommitJson.Default.IngestCommit)!.Watermark;

    /// <summary>The number of commits of a staged table.</summary>
    public long Commits(string table) => new DeltaTable(ingest.Settings.Lake.Staging(table)).Load() is { } snapshot ? snapshot.Version + 1 : 0;

    /// <summary>The table after all its staged commits have been settled: each replaces the windows in its ranges.</summary>
    public List<string> Settled(string table) =>
    [
        .. SettledRows(table)
            .Select(row => (Start: (long)row[0]!, Text: string.Join('|', row.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)))))
            .OrderBy(row => row.Start)
            .ThenBy(row => row.Text, StringComparer.Ordinal)
            .Select(row => row.Text),
    ];

    /// <summary>The same as values: start and end in microseconds, then the columns; times as microseconds.</summary>
    public List<object?[]> SettledRows(string table)
    {
        var staging = new DeltaTable(ingest.Settings.Lake.Staging(table));
        var schema = staging.Load()!.Schema;
        var columns = schema.Columns.Select(column => column.Type == LakeType.Timestamp ? $"epoch_us({LakeSql.Identifier(column.Name)})" : LakeSql.Identifier(column.Name));
        var rows = new List<object?[]>();
        using var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        connection.Open();
        for (long version = 0; staging.ReadCommit(version) is { } commit; version++)
        {
            var windows = commit.CommitInfo.GetProperty(WindowCommit.Key).Deserialize(CommitJson.Default.WindowCommit)!;
            rows.RemoveAll(row => windows.Ranges.Any(range => range.From <= (long)row[0]! && (long)row[0]! < range.To));
            if (commit.Added.Count == 0)
            {
                continue;
            }

            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", columns)} FROM {LakeSql.Scan(staging.Directory, commit.Added, schema)}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(index => reader.IsDBNull(index) ? null : reader.GetValue(index))]);
            }
        }

        return rows;
    }

    private void Commit(string appId, long version, IReadOnlyList<DataFile> files, AuditCommit? audit)
    {
        Directory.CreateDirectory(_gold.Directory);
        foreach (var file in files)
        {
            DurableFile.LinkOrCopy(Path.Combine(ingest.Events.Directory, file.Path), Path.Combine(_gold.Directory, file.Path));
        }

        _snapshot = _gold.Commit(_snapshot, new DeltaTransaction
        {
            AppId = appId,
            TxnVersion = version,
            Operation = "WRITE",
            Schema = ingest.Events.Load()!.Schema,
            Add = files,
            CommitInfo = audit is null ? [] : new JsonObject { [AuditCommit.Key] = JsonSerializer.SerializeToNode(audit, CommitJson.Default.AuditCommit) },
        });
    }
}
