using Analytics.Lake.Sql;

namespace Analytics.Api.Catalog;

/// <summary>A gold table at one version.</summary>
internal sealed record TableSummary
{
    public required string Name { get; init; }

    /// <summary><c>events</c> or <c>window</c>.</summary>
    public required string Kind { get; init; }

    public required string Description { get; init; }

    public required long Rows { get; init; }

    public required int Files { get; init; }

    public required long Bytes { get; init; }

    /// <summary>The version of the table's Delta log; -1 while nothing has been committed to it.</summary>
    public required long Version { get; init; }

    public required DateTime? LastCommitAt { get; init; }

    /// <summary>The column that <c>from</c> and <c>to</c> speak of.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Columns that order rows of equal time.</summary>
    public required IReadOnlyList<string> KeyColumns { get; init; }

    public required IReadOnlyList<TableColumn> Columns { get; init; }

    public static TableSummary Of(GoldTable table)
    {
        var snapshot = table.Tail.Snapshot;
        return new()
        {
            Name = table.Name,
            Kind = table.Kind,
            Description = table.Description,
            Rows = snapshot?.RowCount ?? 0,
            Files = snapshot?.Files.Count ?? 0,
            Bytes = snapshot?.Files.Sum(file => file.Size) ?? 0,
            Version = snapshot?.Version ?? -1,
            LastCommitAt = Instant.FromMilliseconds(table.Tail.SettledAt),
            TimeColumn = table.TimeColumn,
            KeyColumns = table.KeyColumns,
            Columns = snapshot is null ? table.Declared : [.. snapshot.Schema.Columns.Select(column => new TableColumn(column.Name, LakeSql.TypeName(column.Type), column.Nullable))],
        };
    }
}
