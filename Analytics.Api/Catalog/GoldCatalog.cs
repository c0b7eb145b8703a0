using Analytics.Api.Workers;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;

namespace Analytics.Api.Catalog;

/// <summary>The gold tables of the pipeline, each followed by its log. Thread safe.</summary>
internal sealed class GoldCatalog
{
    private readonly Lock _lock = new();
    private readonly List<GoldTable> _tables;

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
                KeyColumns = ["_partition", "_offset"],
                Tail = new GoldTail(lake.Gold(LakeLayout.Events), time),
            },
            .. pipeline.Tables.Select(table => new GoldTable
            {
                Name = table.Name,
                Kind = "window",
                Description = WindowDescription.Of(table),
                TimeColumn = "window_start",
                KeyColumns = ["window_end", .. table.GroupBy],
                Tail = new GoldTail(lake.Gold(table.Name), time),
            }),
        ];
    }

    /// <summary>The tables that have been committed to, as they are now.</summary>
    public IReadOnlyList<TableSummary> List()
    {
        lock (_lock)
        {
            return [.. Existing().Select(table => TableSummary.Of(table, table.Tail.Snapshot!))];
        }
    }

    /// <summary>One table as it is now.</summary>
    /// <exception cref="UnknownTableException">There is none of that name, or nothing has been committed to it.</exception>
    public TableSummary Get(string name)
    {
        lock (_lock)
        {
            var existing = Existing().ToList();
            return existing.Find(table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? TableSummary.Of(found, found.Tail.Snapshot!)
                : throw new UnknownTableException(
                    name,
                    isDeclared: _tables.Exists(table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
                    [.. existing.Select(table => table.Name)]);
        }
    }

    /// <summary>What a query sees: one snapshot of every table, all taken at this moment. The files of those it may name are checked.</summary>
    /// <exception cref="InvalidDataException">A file of one of these tables is missing or damaged.</exception>
    public IReadOnlyList<JobTable> Scans(string sql, CancellationToken cancellationToken)
    {
        List<(GoldTable Table, DeltaSnapshot Snapshot, JobTable Scan)> tables;
        lock (_lock)
        {
            tables = [.. Existing().Select(table => (table, table.Tail.Snapshot!, table.Scan(table.Tail.Snapshot!)))];
        }

        // A statement can only read a table whose name is in its text. Outside the lock: the first look at a large table takes a while.
        foreach (var (table, snapshot, _) in tables.Where(table => sql.Contains(table.Table.Name, StringComparison.OrdinalIgnoreCase)))
        {
            table.RequireIntact(snapshot, cancellationToken);
        }

        return tables.ConvertAll(table => table.Scan);
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

    private IEnumerable<GoldTable> Existing()
    {
        Refresh();
        return _tables.Where(table => table.Tail.Snapshot is not null);
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
