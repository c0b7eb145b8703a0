using Analytics.Contracts.Columns;
using Analytics.Lake.Schema;

namespace Analytics.Streaming.Files;

/// <summary>How the columns of events lie in the lake.</summary>
internal static class EventColumns
{
    public const string Partition = "_partition";
    public const string Offset = "_offset";
    public const string Timestamp = "_timestamp";

    /// <summary>The schema of <c>staging/events</c> and <c>gold/events</c>: the event's columns, then where the record came from.</summary>
    public static LakeSchema Schema(IReadOnlyList<ColumnDefinition> columns) => new(
    [
        .. columns.Select(column => new LakeColumn(column.Name, Type(column.Type), column.Nullable)),
        new LakeColumn(Partition, LakeType.Integer, Nullable: false),
        new LakeColumn(Offset, LakeType.Long, Nullable: false),
        new LakeColumn(Timestamp, LakeType.Timestamp, Nullable: false),
    ]);

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
