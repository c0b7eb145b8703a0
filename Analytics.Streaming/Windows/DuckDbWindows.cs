using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.Windows;

/// <summary>Windows on the DuckDB in process: the statement itself.</summary>
internal sealed class DuckDbWindows(IngestSettings settings) : IWindowStatements
{
    private readonly string _gold = settings.Lake.Gold(LakeLayout.Events);

    public long RowsAtOnce => settings.WindowRows > 0 ? settings.WindowRows : long.MaxValue;

    public WindowRows Fixed(TableDefinition table, WindowRange range, IReadOnlyList<DataFile> files, LakeSchema schema, CancellationToken cancellationToken) =>
        new(DuckDbWindowSql.Compile(settings.Pipeline, table, Scan(files, schema, WindowGeometry.Of(table.Window).EventTimes(range)), range.From, range.To));

    public WindowRows Sessions(TableDefinition table, WindowRange starts, WindowRange events, IReadOnlyList<DataFile> files, LakeSchema schema, CancellationToken cancellationToken) =>
        new(DuckDbSessionSql.Compile(settings.Pipeline, table, Scan(files, schema, events), starts, events));

    private string Scan(IReadOnlyList<DataFile> files, LakeSchema schema, WindowRange times) =>
        LakeSql.Scan(_gold, files, schema, new TimeBounds(settings.Pipeline.Source.Time, times.From, times.To));
}
