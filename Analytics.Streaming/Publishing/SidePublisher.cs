using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Files;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Publishing;

/// <summary>
/// Publishes one kind of side records from the commits of <c>staging/events</c>: first to the topic, then to the table. It tails the log as any reader does,
/// so running and resuming after a crash are the same code. The table's <c>txn</c> makes a repeat a no-op there.
/// Batches are gathered for a while, so that few commits carry them.
/// </summary>
internal sealed class SidePublisher(
    LakeLayout lake,
    SideTable table,
    Func<IngestCommit, IReadOnlyList<string>> filesOf,
    ISideTopic topic,
    StreamingMetrics metrics,
    FaultPoints faults,
    TimeProvider time,
    TimeSpan gather)
{
    public const string AppId = "publish";
    public const string Key = "publish";
    public const string StagingVersion = "stagingVersion";

    // A pipeline without side records notes its place now and then: a restart need not read what came before, and the log can be cleaned up to there.
    private const int CommitAtLeastEvery = 1000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly DataFileCheck _check = new();
    private readonly DeltaTable _events = new(lake.Staging(LakeLayout.Events));
    private readonly DeltaTable _table = new(lake.Ops(table.Name));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var snapshot = _table.Load();
        var next = Resume(snapshot);
        var noted = next;
        using var reader = new SideFileReader();
        while (true)
        {
            var commit = await _events.WaitForCommitAsync(next, Poll, time, cancellationToken);
            await Task.Delay(gather, time, cancellationToken);
            var gathered = new List<(long Batch, string File)>();
            long batch = -1;
            for (var read = commit; read is not null; read = _events.ReadCommit(next))
            {
                next = read.Version + 1;
                if (Ingest(read) is { } ingest)
                {
                    batch = ingest.Batch;
                    gathered.AddRange(filesOf(ingest).Select(file => (ingest.Batch, file)));
                }
            }

            if (batch >= 0 && (gathered.Count > 0 || next - noted >= CommitAtLeastEvery))
            {
                snapshot = await PublishAsync(snapshot, batch, next - 1, [.. gathered.Select(item => item.File)], reader, cancellationToken);
                noted = next;
            }
        }
    }

    private static IngestCommit? Ingest(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind == JsonValueKind.Object && commit.CommitInfo.TryGetProperty(IngestCommit.Key, out var value)
            ? value.Deserialize(CommitJson.Default.IngestCommit)
            : null;

    private long Resume(DeltaSnapshot? snapshot)
    {
        var last = snapshot is null ? null : _table.FindLatestCommit(snapshot.Version, Key);
        return last is null ? 0 : last.CommitInfo.GetProperty(Key).GetProperty(StagingVersion).GetInt64() + 1;
    }

    private async Task<DeltaSnapshot> PublishAsync(
        DeltaSnapshot? snapshot,
        long batch,
        long stagingVersion,
        List<string> files,
        SideFileReader reader,
        CancellationToken cancellationToken)
    {
        files.ForEach(file => _check.Require(Path.Combine(lake.Root, file), size: null));
        List<DataFile> data = [.. files.Select(file => ParquetFile.Describe(_table.Directory, Path.GetRelativePath(_table.Directory, Path.Combine(lake.Root, file))))];
        faults.Reach(Fault.BeforePublish);
        foreach (var file in data)
        {
            WriterLock.RequireHeld(lake.Root);
            metrics.Published(table.Name, reader.Send(_table.Directory, file, table, topic));
        }

        faults.Reach(Fault.MidTopic);
        await topic.FlushAsync(cancellationToken);
        faults.Reach(Fault.AfterTopic);
        var committed = _table.Commit(snapshot, new DeltaTransaction
        {
            AppId = AppId,
            TxnVersion = batch,
            Operation = "WRITE",
            Schema = SideColumns.Schema,
            Add = data,
            CommitInfo = new JsonObject { [Key] = new JsonObject { [StagingVersion] = stagingVersion } },
        });
        faults.Reach(Fault.AfterPublish);
        return committed;
    }
}
