using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Files;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Ingest;

/// <summary>Writes a decided batch: its Parquet files, then the one commit that makes it exist.</summary>
internal sealed class BatchCommitter(IngestSettings settings, FaultPoints faults)
{
    public const string DeadLetters = "dead_letters";
    public const string Late = "late";

    private readonly DeltaTable _events = new(settings.Lake.Staging(LakeLayout.Events));
    private readonly BatchFileWriter _eventWriter = new(settings.Pipeline.Source.Id is { } id ? [id] : []);
    private readonly SideFiles _sideFiles = new(settings.Lake);

    /// <summary>Commits the batch.</summary>
    /// <returns>The snapshot of <c>staging/events</c> that includes it.</returns>
    public DeltaSnapshot Commit(
        DeltaSnapshot? basis,
        IngestState before,
        BatchOutcome outcome,
        ParsedBatch batch,
        SideRecords deadLetters,
        SideRecords late,
        Activity? activity)
    {
        faults.Reach(Fault.BeforeWrite);
        return Commit(
            basis, before, outcome.State, batch, WriteSide(DeadLetters, before.NextBatch, deadLetters), WriteSide(Late, before.NextBatch, late), activity, foldIn: null);
    }

    /// <summary>Commits late events as a batch that has read nothing.</summary>
    /// <returns>The snapshot of <c>staging/events</c> that includes it.</returns>
    public DeltaSnapshot Commit(DeltaSnapshot basis, IngestState before, IngestState after, ParsedBatch batch, FoldInCommit foldIn)
    {
        faults.Reach(Fault.BeforeFoldIn);
        return Commit(basis, before, after, batch, [], [], activity: null, foldIn);
    }

    /// <summary>Writes the accepted rows of a batch into a file of the table's schema that belongs to nothing.</summary>
    public void WriteTemporary(DeltaSnapshot basis, ParsedBatch batch, string file) =>
        Write(_eventWriter, file, Schema(basis, batch), Accepted(batch));

    private static RowSelection[] Accepted(ParsedBatch batch) =>
        [.. batch.Partitions.SelectMany(partition => partition.Chunks).Where(chunk => chunk.AcceptedCount > 0).Select(chunk => chunk.Accepted())];

    private LakeSchema Schema(DeltaSnapshot? basis, ParsedBatch batch)
    {
        var columns = EventColumns.Schema(batch.Columns, settings.Pipeline.Source);
        return basis?.Schema.Merge(columns) ?? columns;
    }

    private DeltaSnapshot Commit(
        DeltaSnapshot? basis,
        IngestState before,
        IngestState after,
        ParsedBatch batch,
        List<string> deadLetterFiles,
        List<string> lateFiles,
        Activity? activity,
        FoldInCommit? foldIn)
    {
        var number = before.NextBatch;
        var schema = Schema(basis, batch);
        var file = WriteEvents(number, schema, batch);
        var commit = new IngestCommit
        {
            Batch = number,
            Topic = settings.Pipeline.Source.Topic,
            TopicId = after.TopicId,
            Watermark = after.Watermark,
            EndOfInput = after.EndOfInput,
            FirstFetchedAt = after.FirstFetchedAt,
            Partitions = [.. after.Partitions.Select((partition, i) => partition.ToProgress(before.Partitions[i].NextOffset))],
            Totals = after.Totals,
            DeadLetterFiles = deadLetterFiles,
            LateFiles = lateFiles,
            Spark = after.Spark,
            TraceParent = activity is { Recorded: true } ? activity.Id : null,
        };
        if (!commit.Totals.IsBalanced || commit.Partitions.Any(partition => !partition.Totals.IsBalanced))
        {
            throw new InvalidOperationException($"Batch {number}: the ledger does not add up: {commit.Totals}.");
        }

        var info = new JsonObject { [IngestCommit.Key] = JsonSerializer.SerializeToNode(commit, CommitJson.Default.IngestCommit) };
        if (foldIn is not null)
        {
            info[FoldInCommit.Key] = JsonSerializer.SerializeToNode(foldIn, CommitJson.Default.FoldInCommit);
        }

        faults.Reach(foldIn is null ? Fault.AfterWrite : Fault.AfterFoldInWrite);
        var snapshot = _events.Commit(basis, new DeltaTransaction
        {
            AppId = IngestCommit.AppId,
            TxnVersion = number,
            Operation = "STREAMING UPDATE",
            Schema = schema,
            Add = file is null ? [] : [file],
            CommitInfo = info,
        });
        faults.Reach(foldIn is null ? Fault.AfterCommit : Fault.AfterFoldIn);
        return snapshot;
    }

    private DataFile? WriteEvents(long number, LakeSchema schema, ParsedBatch batch)
    {
        var parts = Accepted(batch);
        if (parts.Length == 0)
        {
            return null;
        }

        var name = $"events-{number:D12}-{Guid.NewGuid():N}.parquet";
        Directory.CreateDirectory(_events.Directory);
        Write(_eventWriter, Path.Combine(_events.Directory, name), schema, parts);
        return ParquetFile.Seal(_events.Directory, ParquetFile.Describe(_events.Directory, name));
    }

    /// <summary>A file that could not be finished is deleted: on a full disk every attempt would leave one behind.</summary>
    private static void Write(BatchFileWriter writer, string file, LakeSchema schema, RowSelection[] parts)
    {
        try
        {
            writer.Write(file, schema, parts);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private List<string> WriteSide(string table, long number, SideRecords records) => _sideFiles.Write(table, number, records) is { } file ? [file] : [];
}
