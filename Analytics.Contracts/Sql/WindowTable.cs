using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>The columns of a windowed table: window_start, window_end, the group columns, the measures.</summary>
public static class WindowTable
{
    /// <summary>Start of the window, inclusive.</summary>
    public const string WindowStart = "window_start";

    /// <summary>End of the window, exclusive.</summary>
    public const string WindowEnd = "window_end";

    /// <summary>The table's columns, in order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="eventColumns">The columns of an event (<see cref="PipelineDefinition.Columns"/>).</param>
    public static IReadOnlyList<ColumnDefinition> Columns(TableDefinition table, IReadOnlyList<ColumnDefinition> eventColumns) =>
    [
        new(WindowStart, ColumnType.Timestamp, Nullable: false),
        new(WindowEnd, ColumnType.Timestamp, Nullable: false),
        .. table.GroupBy.Select(name => eventColumns.First(column => column.Name == name)),
        .. table.Measures.Select(measure => new ColumnDefinition(
            measure.Name, measure.ResultType, measure.Function is not (MeasureFunction.Count or MeasureFunction.CountDistinct))),
    ];
}
