using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Schema;

namespace Analytics.Streaming.Files;

/// <summary>How the columns of events lie in the lake.</summary>
internal static class EventColumns
{
    /// <summary>The schema of <c>staging/events</c> and <c>gold/events</c>: the event's columns, then where the record came from.</summary>
    /// <remarks>Only id and time are required for good: of any other property a later, compatible schema may say that it can be left out.</remarks>
    public static LakeSchema Schema(IReadOnlyList<ColumnDefinition> columns, SourceDefinition source) => new(
    [
        .. columns.Select(column => Column(column, isNullable: column.Name != source.Id && column.Name != source.Time)),
        new LakeColumn(OriginColumns.Partition, LakeType.Integer, Nullable: false),
        new LakeColumn(OriginColumns.Offset, LakeType.Long, Nullable: false),
        new LakeColumn(OriginColumns.Timestamp, LakeType.Timestamp, Nullable: false),
    ]);

    /// <summary>The schema of a windowed table, whose columns have the types of event columns.</summary>
    public static LakeSchema Schema(IReadOnlyList<ColumnDefinition> columns) =>
        new([.. columns.Select(column => Column(column, isNullable: true))]);

    private static LakeColumn Column(ColumnDefinition column, bool isNullable) => new(column.Name, Type(column.Type), isNullable, Content(column.Type));

    private static TextContent Content(ColumnType type) => type switch
    {
        ColumnType.String => TextContent.Text,
        ColumnType.Json => TextContent.Json,
        _ => TextContent.Unmarked,
    };

    private static LakeType Type(ColumnType type) => type switch
    {
        ColumnType.String or ColumnType.Json => LakeType.String,
        ColumnType.Int64 => LakeType.Long,
        ColumnType.Double => LakeType.Double,
        ColumnType.Boolean => LakeType.Boolean,
        ColumnType.Timestamp => LakeType.Timestamp,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown column type."),
    };
}
