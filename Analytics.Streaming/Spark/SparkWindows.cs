using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql.Spark;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.SparkConnect;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Windows;

namespace Analytics.Streaming.Spark;

/// <summary>Windows on Spark: it reads gold's files by their names and writes the rows into a fresh folder, from where they are taken over.</summary>
internal sealed class SparkWindows(IngestSettings settings, SparkSettings spark) : IWindowStatements, IDisposable
{
    private readonly SparkFolders _folders = new(settings.Lake);
    private readonly string _gold = settings.Lake.Gold(LakeLayout.Events);
    private SparkSession? _session;

    /// <summary>Spark divides its work itself.</summary>
    public long RowsAtOnce => long.MaxValue;

    /// <summary>Deletes what a crash has left.</summary>
    public void DeleteLeftovers()
    {
        if (Directory.Exists(_folders.Windows))
        {
            Directory.Delete(_folders.Windows, recursive: true);
        }
    }

    public WindowRows Fixed(TableDefinition table, WindowRange range, IReadOnlyList<DataFile> files, LakeSchema schema, CancellationToken cancellationToken) =>
        Run(view => SparkWindowSql.Compile(settings.Pipeline, table, view, range.From, range.To), files, schema, cancellationToken);

    public WindowRows Sessions(TableDefinition table, WindowRange starts, WindowRange events, IReadOnlyList<DataFile> files, LakeSchema schema, CancellationToken cancellationToken) =>
        Run(view => SparkWindowSql.CompileSessions(settings.Pipeline, table, view, starts, events), files, schema, cancellationToken);

    public void Dispose() => _session?.Dispose();

    /// <summary>The columns as DDL.</summary>
    private static string Ddl(LakeSchema schema) => string.Join(", ", schema.Columns.Select(column => $"{StageColumns.Name(column.Name)} {Type(column.Type)}"));

    private static string Type(LakeType type) => type switch
    {
        LakeType.Integer => "INT",
        LakeType.Long => "BIGINT",
        LakeType.Double => "DOUBLE",
        LakeType.Boolean => "BOOLEAN",
        LakeType.Timestamp => "TIMESTAMP",
        LakeType.Binary => "BINARY",
        _ => "STRING",
    };

    private WindowRows Run(Func<string, string> sql, IReadOnlyList<DataFile> files, LakeSchema schema, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_folders.Windows, Guid.NewGuid().ToString("N"));
        try
        {
            // The window runs have a thread of their own.
            RunAsync(sql, files, schema, folder, cancellationToken).GetAwaiter().GetResult();

            // The folder is new and its only job has ended well: what is in it is the result.
            var written = Directory.EnumerateFiles(folder, "*.parquet").Order(StringComparer.Ordinal).Select(LakeSql.Literal);
            return new WindowRows($"SELECT * FROM read_parquet([{string.Join(", ", written)}])", folder);
        }
        catch
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            throw;
        }
    }

    private async Task RunAsync(Func<string, string> sql, IReadOnlyList<DataFile> files, LakeSchema schema, string folder, CancellationToken cancellationToken)
    {
        _session ??= new SparkSession(spark.Connection);
        try
        {
            // A server that was started anew has forgotten them.
            await _session.SetAsync(spark.SessionConf, cancellationToken);
            await _session.ReadParquet(files.Select(file => Path.Combine(_gold, file.Path)), Ddl(schema)).CreateViewAsync("gold_events", cancellationToken);
            await _session.Sql(sql("gold_events")).WriteParquetAsync(folder, cancellationToken);
        }
        catch (SparkException)
        {
            _session.Dispose();
            _session = null;
            throw;
        }
    }
}
