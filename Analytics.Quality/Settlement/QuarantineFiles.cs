using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Sql;

namespace Analytics.Quality.Settlement;

/// <summary>Writes rows that are kept out of gold: the table's columns, the settlement that refused them, and why.</summary>
internal sealed class QuarantineFiles(QualityDatabase database, LakeLayout layout, string table)
{
    /// <summary>The settlement's last batch: the number by which a quarantined batch is known.</summary>
    public const string BatchColumn = "_settlement";

    /// <summary>The expectations that a row, or its batch, breaks.</summary>
    public const string ReasonColumn = "_reasons";

    /// <summary>The schema of <c>quarantine/&lt;table&gt;</c>.</summary>
    public static LakeSchema Schema(LakeSchema tableSchema) => new(
    [
        .. tableSchema.Columns.Select(column => column with { Nullable = true }),
        new LakeColumn(BatchColumn, LakeType.Long, Nullable: true),
        new LakeColumn(ReasonColumn, LakeType.String, Nullable: true),
    ]);

    /// <summary>Writes the rows of a SELECT, synced: once the gold commit names the file it must be there.</summary>
    /// <param name="select">A SELECT of the table's columns and <c>_reasons</c>.</param>
    /// <param name="schema">The table's schema.</param>
    /// <param name="batch">The settlement's last batch.</param>
    public DataFile? Write(string select, LakeSchema schema, long batch)
    {
        var directory = layout.Quarantine(table);
        var file = database.WriteFile($"SELECT *, {batch} AS {BatchColumn} FROM ({select})", Schema(schema), directory, $"quarantined-{batch:D10}");
        if (file is not null)
        {
            DurableFile.CreateDirectory(directory);
            DurableFile.Sync(Path.Combine(directory, file.Path));
            DurableFile.SyncDirectory(directory);
        }

        return file;
    }

    /// <summary>The rows of a quarantine file of events, by partition of the topic.</summary>
    public Dictionary<int, long> RowsByPartition(DataFile file)
    {
        var directory = layout.Quarantine(table);
        return database.Counts($"SELECT _partition, count(*) FROM read_parquet({LakeSql.Literal(Path.Combine(directory, file.Path))}) GROUP BY ALL");
    }

    /// <summary>The path that the gold commit names.</summary>
    public string RelativeToLake(DataFile file) => Path.GetRelativePath(layout.Root, Path.Combine(layout.Quarantine(table), file.Path)).Replace('\\', '/');

    /// <summary>An SQL text that lists those expectations which a row breaks.</summary>
    public static string ReasonsOfRow(IEnumerable<ExpectationResult> broken) =>
        $"concat_ws('; ', {string.Join(", ", broken.Select(result => $"CASE WHEN {result.Unexpected} THEN {LakeSql.Literal(Describe(result))} END"))}) AS {ReasonColumn}";

    /// <summary>An SQL text that lists the expectations for which a whole batch was refused.</summary>
    public static string ReasonsOfBatch(IEnumerable<ExpectationResult> broken) =>
        $"{LakeSql.Literal(string.Join("; ", broken.Select(Describe)))} AS {ReasonColumn}";

    private static string Describe(ExpectationResult result) =>
        $"[{result.Expectation.Index}] {result.Expectation.Type}" + (result.Expectation.Column is { } column ? $"({column})" : "");
}
