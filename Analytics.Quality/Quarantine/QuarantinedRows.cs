using Analytics.Contracts.Columns;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Quality.Settlement;
using Analytics.Quality.Sql;

namespace Analytics.Quality.Quarantine;

/// <summary>
/// The rows in <c>quarantine/&lt;table&gt;</c>: exactly those that nobody has decided about. Compaction merges the files of batches, so a batch is
/// found by its column and never by a file's name.
/// </summary>
internal sealed class QuarantinedRows(QualityDatabase database, LakeLayout layout, string table)
{
    private static readonly LakeColumn[] OwnColumns =
    [
        new(QuarantineFiles.BatchColumn, LakeType.Long, Nullable: true),
        new(QuarantineFiles.ReasonColumn, LakeType.String, Nullable: true),
    ];

    private readonly DataFileCheck _check = new();
    private readonly DeltaTable _table = new(layout.Quarantine(table));
    private DeltaSnapshot? _snapshot;

    /// <summary>The batches that wait for a decision, the oldest first.</summary>
    /// <param name="most">The most batches to list.</param>
    public IReadOnlyList<QuarantinedBatch> List(int most) => Follow() is not { } snapshot ? [] : Batches(
        Read(snapshot.Files, new LakeSchema(OwnColumns)),
        $"{QuarantineFiles.BatchColumn} IN (SELECT DISTINCT {QuarantineFiles.BatchColumn} FROM counted ORDER BY 1 LIMIT {most})");

    /// <summary>One batch that waits for a decision; null when there is none.</summary>
    public QuarantinedBatch? Find(long batch) => Follow() is null ? null : Batches(Scan(batch, new LakeSchema(OwnColumns)), "true").SingleOrDefault();

    /// <summary>The number of batches and of rows that wait.</summary>
    public (long Batches, long Rows) Total()
    {
        if (Follow() is not { } snapshot)
        {
            return (0, 0);
        }

        using var command = database.Connection.CreateCommand();
        command.CommandText = $"SELECT count(DISTINCT {QuarantineFiles.BatchColumn}), count(*) FROM {Read(snapshot.Files, new LakeSchema(OwnColumns))}";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Some rows of a batch, of each of its most frequent reasons.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="most">The most rows of a reason.</param>
    public QuarantinedSample Sample(QuarantinedBatch batch, int most)
    {
        if (Follow() is not { } snapshot)
        {
            return new QuarantinedSample([], []);
        }

        string[] columns = [.. snapshot.Schema.Columns.Select(column => column.Name).Except(OwnColumns.Select(own => own.Name))];
        var rows = Scan(batch.Batch, snapshot.Schema);
        var texts = string.Join(", ", columns.Select(column => $"left(CAST({LakeSql.Identifier(column)} AS VARCHAR), {QuarantinedSample.MostCharacters + 1})"));
        using var command = database.Connection.CreateCommand();
        command.CommandText = string.Join(" UNION ALL ", batch.Reasons.Take(QuarantinedSample.MostReasons).Select(reason =>
            $"(SELECT coalesce({QuarantineFiles.ReasonColumn}, ''), {texts} FROM {rows} WHERE coalesce({QuarantineFiles.ReasonColumn}, '') = {LakeSql.Literal(reason.Reason)} LIMIT {most})"));
        using var reader = command.ExecuteReader();
        var found = new List<QuarantinedRow>();
        while (reader.Read())
        {
            found.Add(new QuarantinedRow(reader.GetString(0), [.. Enumerable.Range(1, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]));
        }

        return new QuarantinedSample(columns, found);
    }

    private List<QuarantinedBatch> Batches(string relation, string condition)
    {
        var (batch, reason) = (QuarantineFiles.BatchColumn, QuarantineFiles.ReasonColumn);
        using var command = database.Connection.CreateCommand();
        command.CommandText = $"""
            WITH counted AS (SELECT {batch}, {reason}, count(*) AS n FROM {relation} GROUP BY ALL)
            SELECT * FROM counted WHERE {condition} ORDER BY {batch}, n DESC, {reason}
            """;
        using var reader = command.ExecuteReader();
        var found = new List<(long Batch, QuarantineReason Reason)>();
        while (reader.Read())
        {
            found.Add((reader.GetInt64(0), new QuarantineReason(reader.IsDBNull(1) ? "" : reader.GetString(1), reader.GetInt64(2))));
        }

        return [.. found.GroupBy(pair => pair.Batch, pair => pair.Reason).Select(group => new QuarantinedBatch(table, group.Key, group.Sum(reason => reason.Rows), [.. group]))];
    }

    /// <summary>The rows of a batch: for events by partition of the topic, for windows all under 0.</summary>
    public Dictionary<int, long> Count(long batch)
    {
        if (Follow() is not { } snapshot)
        {
            return [];
        }

        var partition = snapshot.Schema.Columns.Any(column => column.Name == OriginColumns.Partition) ? OriginColumns.Partition : "0";
        return database.Counts($"SELECT {partition}, count(*) FROM {Scan(batch, snapshot.Schema)} GROUP BY ALL");
    }

    /// <summary>A relation of a batch's rows with the columns of a schema; those that the quarantined rows lack are null.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="schema">The columns wanted.</param>
    public string Scan(long batch, LakeSchema schema)
    {
        var columns = new LakeSchema([.. schema.Columns.ExceptBy(OwnColumns.Select(own => own.Name), column => column.Name), .. OwnColumns]);
        return $"(SELECT * FROM {Read(Holding(Follow()!, batch), columns)} WHERE {QuarantineFiles.BatchColumn} = {batch})";
    }

    /// <summary>Takes a batch that has been decided about out of the table. A repeat is a no-op.</summary>
    public void Remove(QuarantineDecision decision)
    {
        while (Follow() is { } snapshot && !snapshot.Transactions.ContainsKey(decision.AppId))
        {
            var holding = Holding(snapshot, decision.Batch);
            var mixed = holding.Where(file => !HoldsOnly(file, decision.Batch)).ToArray();
            var rest = mixed.Length == 0
                ? null
                : database.WriteFile(
                    $"SELECT * FROM {Read(mixed, snapshot.Schema)} WHERE {QuarantineFiles.BatchColumn} <> {decision.Batch}",
                    snapshot.Schema,
                    _table.Directory,
                    "kept");
            try
            {
                _snapshot = _table.Commit(snapshot, new DeltaTransaction
                {
                    AppId = decision.AppId,
                    TxnVersion = decision.Batch,
                    Operation = "DELETE",
                    Schema = snapshot.Schema,
                    Add = rest is null ? [] : [rest],
                    Remove = holding,
                });
            }
            catch (FileNotLiveException)
            {
                // Compaction merged one of the files meanwhile.
                if (rest is not null)
                {
                    File.Delete(Path.Combine(_table.Directory, rest.Path));
                }
            }
        }
    }

    private DeltaSnapshot? Follow() => _snapshot = _snapshot is null ? _table.Load() : _table.Follow(_snapshot);

    private static IReadOnlyList<DataFile> Holding(DeltaSnapshot snapshot, long batch) =>
        [.. snapshot.Files.Where(file => file.MayContain(QuarantineFiles.BatchColumn, batch, batch + 1))];

    private static bool HoldsOnly(DataFile file, long batch) =>
        file.Statistics.GetValueOrDefault(QuarantineFiles.BatchColumn) is { Min: long min, Max: long max, NullCount: 0 } && min == batch && max == batch;

    /// <summary>A relation over files that were looked at: a damaged row is not released.</summary>
    private string Read(IReadOnlyList<DataFile> files, LakeSchema schema)
    {
        _check.Require(_table.Directory, files);
        return LakeSql.Scan(_table.Directory, files, schema);
    }
}
