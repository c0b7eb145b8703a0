using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Files;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using Analytics.Streaming.Telemetry;
using Analytics.Streaming.Windows;

namespace Analytics.Streaming.Spark;

/// <summary>
/// Takes finished batches of the Spark query into <c>staging/events</c>: what its sink's log names becomes one Delta commit with the source position,
/// watermark and ledger, as a batch of the embedded engine is. That commit says how far the sink's log has been taken, so each file is taken exactly once.
/// </summary>
internal sealed class StageImporter(
    IngestSettings settings, SparkFolders folders, WindowDatabase database, DroppedRecords dropped, FaultPoints faults, IReadOnlyList<ColumnDefinition> columns)
{
    private readonly DeltaTable _events = new(settings.Lake.Staging(LakeLayout.Events));
    private readonly SideFiles _sideFiles = new(settings.Lake);
    private readonly SinkLog _log = new(folders.Stage);
    private readonly QueryCheckpoint _checkpoint = new(folders.Checkpoint, settings.Pipeline.Source.Topic);

    /// <summary>The batches that have not been taken; null for none.</summary>
    /// <exception cref="InvalidDataException">The sink's log is damaged.</exception>
    public SinkBatches? Pending(IngestState state) => _log.Read((state.Spark?.Batch ?? -1) + 1, state.Spark?.Files ?? 0);

    /// <summary>Takes batches.</summary>
    /// <param name="batches">The pending ones.</param>
    /// <param name="snapshot"><c>staging/events</c>; null before its first commit.</param>
    /// <param name="state">The state after its newest batch.</param>
    /// <param name="spark">The query's state; null where it has said nothing yet.</param>
    /// <param name="cancellationToken">Interrupts it before the commit.</param>
    /// <returns>Both after the commit.</returns>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or a file that the sink's log names is missing.</exception>
    /// <exception cref="SourceUnavailableException">The broker or the registry can't be asked what the dropped records are.</exception>
    public async Task<(DeltaSnapshot Snapshot, IngestState State)> ImportAsync(
        SinkBatches batches, DeltaSnapshot? snapshot, IngestState state, SparkState? spark, CancellationToken cancellationToken)
    {
        var taken = state.Spark;
        Require(batches.Files);
        var ends = _checkpoint.Ends((taken?.Batch ?? -1) + 1, batches.Last);
        var offsets = _checkpoint.Offsets(batches.Last);
        var before = taken is null ? state with { Partitions = First(_checkpoint.FirstOffsets()) } : state;
        before = before.WithPartitions(offsets.Next.Count, _ => 0);
        faults.Reach(Fault.BeforeWrite);
        string[] accepted = [.. Of(batches, StageColumns.Accepted)], dead = [.. Of(batches, StageColumns.Dead)];
        var number = state.NextBatch;
        List<string> late = [];
        var gaps = Gaps(before, offsets, [.. accepted, .. dead], cancellationToken);
        var missing = await dropped.ReadAsync(gaps, ends, records => late.Add(_sideFiles.Write(BatchCommitter.Late, number, records)!), cancellationToken);
        var after = After(before, offsets, Count(accepted, cancellationToken), Count(dead, cancellationToken), missing) with
        {
            Spark = new SparkPosition(
                batches.Last, (taken?.Files ?? 0) + batches.Files.Count, _checkpoint.Id ?? throw new InvalidDataException($"{folders.Checkpoint} has no metadata file."), spark ?? taken?.State),
        };
        var schema = Schema(snapshot);
        var letters = WriteLetters(number, dead, cancellationToken);
        var file = WriteEvents(number, accepted, schema, cancellationToken);
        var committed = Commit(snapshot, before, after, schema, file, letters, late);

        // Only their names are needed any more, and those are in the log. What a crash leaves is deleted at the start.
        batches.Files.ToList().ForEach(Delete);
        return (committed, after);
    }

    /// <summary>Deletes the files that have been taken, and that a crash has left.</summary>
    public void DeleteTaken(IngestState state)
    {
        if (state.Spark is { } taken && _log.Read(0, 0) is { } all)
        {
            all.Files.Take((int)taken.Files).ToList().ForEach(Delete);
        }
    }

    /// <summary>Notes that the input has ended: a batch that has read nothing.</summary>
    public (DeltaSnapshot Snapshot, IngestState State) End(DeltaSnapshot? snapshot, IngestState state)
    {
        var after = state with { NextBatch = state.NextBatch + 1, EndOfInput = true };
        return (Commit(snapshot, state, after, Schema(snapshot), null, [], []), after);
    }

    private static void Delete(SinkFile file)
    {
        try
        {
            File.Delete(file.Path);
        }
        catch (DirectoryNotFoundException)
        {
            // A lake restored without empty folders.
        }
    }

    private static IEnumerable<string> Of(SinkBatches batches, string kind) =>
        batches.Files.Select(file => file.Path).Where(path => path.Contains($"/{StageColumns.Kind}={kind}/", StringComparison.Ordinal));

    private static void Require(IEnumerable<SinkFile> files)
    {
        foreach (var file in files)
        {
            if (new FileInfo(file.Path) is not { Exists: true } found || found.Length != file.Size)
            {
                throw new InvalidDataException($"{file.Path}: Spark's sink has written it with {file.Size} bytes, and it is missing or has another size.");
            }
        }
    }

    private static IReadOnlyList<PartitionState> First(IReadOnlyDictionary<int, long> offsets) =>
        [.. offsets.OrderBy(offset => offset.Key).Select(offset => new PartitionState { Partition = offset.Key, NextOffset = offset.Value })];

    private static string Scan(IEnumerable<string> files) => $"read_parquet([{string.Join(", ", files.Select(LakeSql.Literal))}], hive_partitioning = false, union_by_name = true)";

    /// <summary>The offsets that have been read and have no row.</summary>
    private List<OffsetGap> Gaps(IngestState before, BatchOffsets offsets, string[] files, CancellationToken cancellationToken)
    {
        var edges = before.Partitions.Select(partition => string.Create(
            CultureInfo.InvariantCulture, $"({partition.Partition}, {partition.NextOffset - 1}::BIGINT), ({partition.Partition}, {offsets.Next[partition.Partition]}::BIGINT)"));
        var rows = files.Length == 0 ? "" : $" UNION ALL SELECT {OriginColumns.Partition}::INT, {OriginColumns.Offset}::BIGINT FROM {Scan(files)}";
        return database.Rows(
            $"""
            SELECT p, o + 1, next FROM (
                SELECT p, o, lead(o) OVER (PARTITION BY p ORDER BY o) AS next FROM (SELECT * FROM (VALUES {string.Join(", ", edges)}) AS edges(p, o){rows}))
            WHERE next > o + 1 ORDER BY 1, 2
            """,
            reader => new OffsetGap(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2)),
            cancellationToken);
    }

    private IngestState After(
        IngestState before, BatchOffsets offsets, Dictionary<int, StageCount> accepted, Dictionary<int, StageCount> dead, IReadOnlyDictionary<int, DroppedCount> missing) =>
        before with
        {
            NextBatch = before.NextBatch + 1,

            // A batch without records only moves the watermark on.
            EndOfInput = before.EndOfInput && before.Partitions.All(partition => offsets.Next[partition.Partition] == partition.NextOffset),
            Watermark = offsets.Watermark is { } watermark && !(watermark < before.Watermark) ? watermark : before.Watermark,
            FirstFetchedAt = before.FirstFetchedAt ?? offsets.PlannedAt,
            Partitions =
            [
                .. before.Partitions.Select(partition => After(
                    partition,
                    offsets.Next[partition.Partition],
                    accepted.GetValueOrDefault(partition.Partition),
                    dead.GetValueOrDefault(partition.Partition).Rows,
                    missing.GetValueOrDefault(partition.Partition))),
            ],
        };

    private PartitionState After(PartitionState partition, long next, StageCount accepted, long letters, DroppedCount missing)
    {
        var counts = new EventCounts(accepted.Rows + letters + missing.Duplicates + missing.Late, accepted.Rows, missing.Duplicates, missing.Late, letters);
        if (counts.Consumed > next - partition.NextOffset || (counts.Duplicate + counts.Late > 0 && settings.Pipeline.Source.Id is null))
        {
            throw new InvalidDataException(
                $"{settings.Pipeline.Source.Topic}/{partition.Partition}: {next - partition.NextOffset} offsets read, but {counts}: the ledger does not add up.");
        }

        return partition with
        {
            NextOffset = next,
            MaxEventTime = accepted.LastTime is { } time && !(time < partition.MaxEventTime) ? time : partition.MaxEventTime,
            Totals = partition.Totals + counts,
        };
    }

    private Dictionary<int, StageCount> Count(string[] files, CancellationToken cancellationToken)
    {
        if (files.Length == 0)
        {
            return [];
        }

        var time = LakeSql.Identifier(settings.Pipeline.Source.Time);
        return database.Rows(
                $"SELECT {OriginColumns.Partition}::INT, count(*), max(epoch_us({time})) FROM {Scan(files)} GROUP BY 1",
                reader => (Partition: reader.GetInt32(0), Count: new StageCount(reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2))),
                cancellationToken)
            .ToDictionary(row => row.Partition, row => row.Count);
    }

    private LakeSchema Schema(DeltaSnapshot? snapshot)
    {
        var schema = EventColumns.Schema(columns, settings.Pipeline.Source);
        return snapshot?.Schema.Merge(schema) ?? schema;
    }

    private DataFile? WriteEvents(long number, string[] files, LakeSchema schema, CancellationToken cancellationToken)
    {
        if (files.Length == 0)
        {
            return null;
        }

        // A batch from before a new schema version lacks its columns.
        var rows = LakeSql.Scan("", files.Select(file => new DataFile { Path = file, Size = 0, RowCount = 0, ModificationTime = 0, Statistics = new Dictionary<string, ColumnStatistics>() }), schema);
        return Write($"SELECT * FROM {rows} ORDER BY {OriginColumns.Partition}, {OriginColumns.Offset}", number, schema, cancellationToken);
    }

    /// <summary>As the embedded engine leaves them: in the table's folder, belonging to it once the publisher has committed them there.</summary>
    private List<string> WriteLetters(long number, string[] files, CancellationToken cancellationToken)
    {
        if (files.Length == 0)
        {
            return [];
        }

        var select = $"""
            SELECT _reason AS reason, _detail AS detail, {LakeSql.Literal(settings.Pipeline.Source.Topic)} AS topic, {OriginColumns.Partition} AS "partition", {OriginColumns.Offset} AS "offset",
                {OriginColumns.Timestamp} AS "timestamp", CAST(NULL AS TIMESTAMPTZ) AS event_time, _key AS key, _value AS value, _headers AS headers
            FROM {Scan(files)} ORDER BY 4, 5
            """;
        return [_sideFiles.Write(BatchCommitter.DeadLetters, number, file => database.CopyToParquet(select, file, SideColumns.Schema, cancellationToken))];
    }

    private DataFile Write(string select, long number, LakeSchema schema, CancellationToken cancellationToken)
    {
        var folder = _events.Directory;
        Directory.CreateDirectory(folder);
        var name = $"{LakeLayout.Events}-{number:D12}-{Guid.NewGuid():N}.parquet";
        try
        {
            database.CopyToParquet(select, Path.Combine(folder, name), schema, cancellationToken);
        }
        catch
        {
            File.Delete(Path.Combine(folder, name));
            throw;
        }

        return ParquetFile.Seal(folder, ParquetFile.Describe(folder, name));
    }

    private DeltaSnapshot Commit(DeltaSnapshot? basis, IngestState before, IngestState after, LakeSchema schema, DataFile? file, List<string> letters, List<string> late)
    {
        var commit = new IngestCommit
        {
            Batch = before.NextBatch,
            Topic = settings.Pipeline.Source.Topic,
            TopicId = after.TopicId,
            Watermark = after.Watermark,
            EndOfInput = after.EndOfInput,
            FirstFetchedAt = after.FirstFetchedAt,
            Partitions = [.. after.Partitions.Select((partition, i) => partition.ToProgress(before.Partitions[i].NextOffset))],
            Totals = after.Totals,
            DeadLetterFiles = letters,
            LateFiles = late,
            Spark = after.Spark,
        };
        faults.Reach(Fault.AfterWrite);
        var snapshot = _events.Commit(basis, new DeltaTransaction
        {
            AppId = IngestCommit.AppId,
            TxnVersion = commit.Batch,
            Operation = "STREAMING UPDATE",
            Schema = schema,
            Add = file is null ? [] : [file],
            CommitInfo = new JsonObject { [IngestCommit.Key] = JsonSerializer.SerializeToNode(commit, CommitJson.Default.IngestCommit) },
        });
        faults.Reach(Fault.AfterCommit);
        return snapshot;
    }
}
