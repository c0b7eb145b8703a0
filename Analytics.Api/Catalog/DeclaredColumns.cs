using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Lake.Sql;

namespace Analytics.Api.Catalog;

/// <summary>The columns that the pipeline declares: what a table looks like before its first commit says it.</summary>
internal static class DeclaredColumns
{
    /// <summary>The event's columns, then where the record came from.</summary>
    public static IReadOnlyList<TableColumn> OfEvents(PipelineDefinition pipeline) =>
    [
        .. pipeline.Columns.Select(column => new TableColumn(column.Name, TypeName(column.Type), column.Name != pipeline.Source.Id && column.Name != pipeline.Source.Time)),
        new TableColumn(OriginColumns.Partition, "INTEGER", Nullable: false),
        new TableColumn(OriginColumns.Offset, "BIGINT", Nullable: false),
        new TableColumn(OriginColumns.Timestamp, "TIMESTAMP", Nullable: false),
    ];

    /// <summary>The window's bounds, the columns grouped by, the measures.</summary>
    public static IReadOnlyList<TableColumn> Of(TableDefinition table, PipelineDefinition pipeline) =>
        [.. WindowTable.Columns(table, pipeline.Columns).Select(column => new TableColumn(column.Name, TypeName(column.Type), Nullable: true))];

    /// <summary>A parenthesised SELECT with the columns and no rows.</summary>
    public static string NoRows(IReadOnlyList<TableColumn> columns) =>
        $"(SELECT {string.Join(", ", columns.Select(column => $"CAST(NULL AS {column.Type}) AS {LakeSql.Identifier(column.Name)}"))} WHERE false)";

    private static string TypeName(ColumnType type) => type switch
    {
        ColumnType.Int64 => "BIGINT",
        ColumnType.Double => "DOUBLE",
        ColumnType.Boolean => "BOOLEAN",
        ColumnType.Timestamp => "TIMESTAMP",
        _ => "VARCHAR",
    };
}
