using Analytics.Api.Workers;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Lake.Files;
using Analytics.Lake.Sql;

namespace Analytics.Api.Catalog;

/// <summary>The live view of a window table, which SQL sees as <c>TABLE_live</c>. Its owner holds a lock.</summary>
internal sealed class LiveTable(PipelineDefinition pipeline, TableDefinition definition, GoldTable events, GoldTable closed)
{
    private JobTable? _scan;
    private (long Events, long Table) _scanned;

    public string TableName => definition.Name;

    public string Name => $"{definition.Name}_live";

    public long EventsVersion => events.Tail.Snapshot?.Version ?? -1;

    public long TableVersion => closed.Tail.Snapshot?.Version ?? -1;

    public DateTime? ClosedTo => Instant.FromMicroseconds(Windows?.ClosedTo);

    public DateTime? Watermark => Instant.FromMicroseconds(events.Tail.Audit?.Watermark);

    private WindowCommit? Windows => closed.Tail.Audit?.Windows;

    /// <summary>The view as SQL sees it now: it reads those files of events that open windows can have events in.</summary>
    public JobTable Scan()
    {
        if (_scan is null || _scanned != (EventsVersion, TableVersion))
        {
            var files = new HashSet<JobFile>();
            var table = closed.Tail.Snapshot;
            files.UnionWith(Named(closed.Tail.Directory, table?.Files ?? []));
            var gained = Windows is { } windows ? events.Tail.Gained(windows.GoldVersion) : [];
            var sql = DuckDbLiveSql.Compile(
                pipeline, definition, Windows, gained, table is null ? null : LakeSql.Scan(closed.Tail.Directory, table.Files, table.Schema), times =>
                {
                    if (events.Tail.Snapshot is not { } snapshot)
                    {
                        return events.Scan().Scan.ToSql();
                    }

                    DataFile[] sources = [.. snapshot.Files.Where(file => file.MayContain(pipeline.Source.Time, times.From, times.To))];
                    files.UnionWith(Named(events.Tail.Directory, sources));
                    return LakeSql.Scan(events.Tail.Directory, sources, snapshot.Schema, new TimeBounds(pipeline.Source.Time, times.From, times.To));
                });
            _scan = new JobTable(Name, TableScan.Closed(sql), [.. files]);
            _scanned = (EventsVersion, TableVersion);
        }

        return _scan;
    }

    public TableSummary Summary() => new()
    {
        Name = Name,
        Kind = "live",
        Description = closed.Description,
        Rows = closed.Tail.Snapshot?.RowCount ?? 0,
        Files = _scan?.Files.Count ?? 0,
        Bytes = 0,
        Version = EventsVersion,
        LastCommitAt = Instant.FromMilliseconds(events.Tail.SettledAt),
        TimeColumn = closed.TimeColumn,
        KeyColumns = closed.KeyColumns,
        Columns =
        [
            .. closed.Declared,
            new TableColumn(DuckDbLiveSql.Open, "BOOLEAN", Nullable: false),
        ],
    };

    private static IEnumerable<JobFile> Named(string directory, IEnumerable<DataFile> files) =>
        files.Select(file => new JobFile(Path.Combine(directory, file.Path), file.Size));
}
