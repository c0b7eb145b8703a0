using Analytics.Api.Workers;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;

namespace Analytics.Api.Catalog;

/// <summary>The gold tables of the pipeline, each followed by its log. Thread safe.</summary>
internal sealed class GoldCatalog
{
    private readonly Lock _lock = new();
    private readonly List<GoldTable> _tables;
    private readonly List<LiveTable> _live;

    public GoldCatalog(PipelineDefinition pipeline, LakeLayout lake, TimeProvider time)
    {
        _tables =
        [
            new GoldTable
            {
                Name = LakeLayout.Events,
                Kind = "events",
                Description = $"Audited events of the topic {pipeline.Source.Topic}.",
                TimeColumn = pipeline.Source.Time,
                KeyColumns = [OriginColumns.Partition, OriginColumns.Offset],
                Declared = DeclaredColumns.OfEvents(pipeline),
                Tail = new GoldTail(lake.Gold(LakeLayout.Events), time, pipeline.Source.Time),
            },
            .. pipeline.Tables.Select(table => new GoldTable
            {
                Name = table.Name,
                Kind = "window",
                Description = WindowDescription.Of(table),
                TimeColumn = "window_start",
                KeyColumns = ["window_end", .. table.GroupBy],
                Declared = DeclaredColumns.Of(table, pipeline),
                Tail = new GoldTail(lake.Gold(table.Name), time),
            }),
        ];
        _live = [.. pipeline.Tables.Zip(_tables.Skip(1), (definition, table) => new LiveTable(pipeline, definition, _tables[0], table)).Where(live => !_tables.Exists(table => table.Name == live.Name))];
    }

    /// <summary>The tables as they are now; one that nothing has been committed to yet has no rows.</summary>
    public IReadOnlyList<TableSummary> List()
    {
        lock (_lock)
        {
            Refresh();
            return [.. _tables.Select(TableSummary.Of)];
        }
    }

    /// <summary>One table as it is now.</summary>
    /// <exception cref="UnknownTableException">The pipeline declares none of that name.</exception>
    public TableSummary Get(string name)
    {
        lock (_lock)
        {
            Refresh();
            return _tables.Find(table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? TableSummary.Of(found)
                : throw new UnknownTableException(name, [.. _tables.Select(table => table.Name)]);
        }
    }

    /// <summary>What a query sees: one snapshot of every table, all taken at this moment.</summary>
    /// <param name="range">The only rows of one table that the query wants; null for no such limit.</param>
    public IReadOnlyList<JobTable> Scans(RowRange? range = null)
    {
        lock (_lock)
        {
            return range is null ? Now() : [.. Now().Select(scan => scan.Name == range.Table ? Within(range) ?? scan : scan)];
        }
    }

    /// <summary>The live view of a window table as it is now.</summary>
    /// <exception cref="UnknownTableException">There is no such window table.</exception>
    public LiveMoment Live(string name)
    {
        lock (_lock)
        {
            Refresh();
            var found = _live.Find(live => live.TableName.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new UnknownTableException(name, [.. _live.Select(live => live.TableName)]);
            var scans = Now();
            return new LiveMoment(found.Summary(), scans, found.EventsVersion, found.TableVersion, found.ClosedTo, found.Watermark);
        }
    }

    /// <summary>The files of all tables, newest first.</summary>
    public IReadOnlyList<JobFile> Files()
    {
        lock (_lock)
        {
            Refresh();
            return [.. _tables.SelectMany(table => (table.Tail.Snapshot?.Files ?? []).Select(file => (file.ModificationTime, File: table.Named(file)))).OrderByDescending(file => file.ModificationTime).Select(file => file.File)];
        }
    }

    /// <summary>The versions that a live view is made of: while they stay, so does the view.</summary>
    public (long Events, long Table) LiveVersions(string name)
    {
        lock (_lock)
        {
            Refresh();
            var live = _live.Find(live => live.TableName.Equals(name, StringComparison.OrdinalIgnoreCase));
            return (live?.EventsVersion ?? -1, live?.TableVersion ?? -1);
        }
    }

    /// <summary>Looks at the logs' tails and lets <paramref name="read"/> read them before anything changes again.</summary>
    public T Read<T>(Func<IReadOnlyList<GoldTable>, T> read)
    {
        lock (_lock)
        {
            Refresh();
            return read(_tables);
        }
    }

    private JobTable? Within(RowRange range) =>
        _tables.Find(table => table.Name == range.Table) is { Tail.Snapshot: { } snapshot } found ? found.Scan(snapshot, range.From, range.To) : null;

    private IReadOnlyList<JobTable> Now()
    {
        Refresh();
        return [.. _tables.Select(table => table.Scan()), .. _live.Select(live => live.Scan())];
    }

    private void Refresh()
    {
        // Window tables first: then events are never older than the windows computed from them.
        foreach (var table in Enumerable.Reverse(_tables))
        {
            table.Tail.Refresh();
        }
    }
}
