using Analytics.Api.Workers;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;

namespace Analytics.Api.Catalog;

/// <summary>A gold table that the pipeline declares.</summary>
internal sealed class GoldTable
{
    private JobTable? _scan;
    private long _scanVersion;

    /// <summary>The table's name, in SQL and in URLs.</summary>
    public required string Name { get; init; }

    /// <summary><c>events</c> or <c>window</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>The column that <c>from</c> and <c>to</c> speak of.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Columns that make a row's place in a page stable, after the time column.</summary>
    public required IReadOnlyList<string> KeyColumns { get; init; }

    /// <summary>Its columns while nothing has been committed to it.</summary>
    public required IReadOnlyList<TableColumn> Declared { get; init; }

    public required GoldTail Tail { get; init; }

    /// <summary>The table as SQL sees it now, without rows before its first commit; kept until the version changes.</summary>
    public JobTable Scan()
    {
        var version = Tail.Snapshot?.Version ?? -1;
        if (_scan is null || _scanVersion != version)
        {
            _scan = Tail.Snapshot is { } snapshot
                ? new JobTable(Name, LakeSql.OpenScan(Tail.Directory, snapshot.Files, snapshot.Schema, TimeColumn), [.. snapshot.Files.Select(Named)])
                : new JobTable(Name, TableScan.Closed(DeclaredColumns.NoRows(Declared)), []);
            _scanVersion = version;
        }

        return _scan;
    }

    /// <summary>The part of the table whose files can have rows with a time in a range: microseconds since the epoch, the end exclusive.</summary>
    public JobTable Scan(DeltaSnapshot snapshot, long from, long to)
    {
        var files = snapshot.Files.Where(file => file.MayContain(TimeColumn, from, to)).ToList();
        return new JobTable(Name, TableScan.Closed(LakeSql.Scan(Tail.Directory, files, snapshot.Schema, new TimeBounds(TimeColumn, from, to))), [.. files.Select(Named)]);
    }

    /// <summary>A file of the table as a worker is told of it.</summary>
    public JobFile Named(DataFile file) => new(Path.Combine(Tail.Directory, file.Path), file.Size);
}
