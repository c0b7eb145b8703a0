using Analytics.Lake.Schema;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Analytics.Lake.Parquet;

/// <summary>The Parquet schema of a lake table: the types that Delta prescribes.</summary>
internal static class ParquetSchema
{
    public static GroupNode Create(LakeSchema schema) =>
        new("schema", Repetition.Required, [.. schema.Columns.Select(Node)]);

    private static PrimitiveNode Node(LakeColumn column)
    {
        var repetition = column.Nullable ? Repetition.Optional : Repetition.Required;
        return column.Type switch
        {
            LakeType.String => new(column.Name, repetition, LogicalType.String(), PhysicalType.ByteArray),
            LakeType.Integer => new(column.Name, repetition, LogicalType.Int(32, isSigned: true), PhysicalType.Int32),
            LakeType.Long => new(column.Name, repetition, LogicalType.Int(64, isSigned: true), PhysicalType.Int64),
            LakeType.Double => new(column.Name, repetition, LogicalType.None(), PhysicalType.Double),
            LakeType.Boolean => new(column.Name, repetition, LogicalType.None(), PhysicalType.Boolean),
            LakeType.Timestamp => new(column.Name, repetition, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros), PhysicalType.Int64),
            LakeType.Binary => new(column.Name, repetition, LogicalType.None(), PhysicalType.ByteArray),
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "Unknown column type."),
        };
    }
}
