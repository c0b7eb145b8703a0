using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>The columns that a pipeline's tables have in the lake.</summary>
internal static class TableColumns
{
    /// <summary>The properties of all versions of the schema, and the record's coordinates.</summary>
    public static IReadOnlySet<string> OfEvents(PipelineDefinition pipeline) =>
        new HashSet<string>(pipeline.Columns.Select(column => column.Name)) { OriginColumns.Partition, OriginColumns.Offset, OriginColumns.Timestamp };

    /// <summary>The window's bounds, the columns grouped by, the measures.</summary>
    public static IReadOnlySet<string> OfWindows(TableDefinition table) =>
        new HashSet<string>(table.GroupBy.Concat(table.Measures.Select(measure => measure.Name))) { "window_start", "window_end" };
}
