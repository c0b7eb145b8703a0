using ParquetSharp;
using ParquetSharp.Schema;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>
/// The Parquet schema of a classic (V1) checkpoint in one part, as the Delta protocol's "Checkpoint Schema" has it. Every row holds one action: one of
/// the five groups is present, the others are null.
/// </summary>
internal static class CheckpointSchema
{
    public static GroupNode Create() => new(
        "spark_schema",
        Repetition.Required,
        [
            Group("txn", Text("appId"), Long("version"), Long("lastUpdated")),
            Group("add", Text("path"), Map("partitionValues"), Long("size"), Long("modificationTime"), Flag("dataChange"), Text("stats")),
            Group("remove", Text("path"), Long("deletionTimestamp"), Flag("dataChange")),
            Group(
                "metaData",
                Text("id"),
                Group("format", Text("provider"), Map("options")),
                Text("schemaString"),
                List("partitionColumns"),
                Map("configuration"),
                Long("createdTime")),
            Group("protocol", Int("minReaderVersion"), Int("minWriterVersion")),
        ]);

    private static GroupNode Group(string name, params Node[] fields) => new(name, Repetition.Optional, fields);

    private static PrimitiveNode Text(string name, Repetition repetition = Repetition.Optional)
    {
        using var type = LogicalType.String();
        return new PrimitiveNode(name, repetition, type, PhysicalType.ByteArray);
    }

    private static PrimitiveNode Long(string name) => Plain(name, PhysicalType.Int64);

    private static PrimitiveNode Int(string name) => Plain(name, PhysicalType.Int32);

    private static PrimitiveNode Flag(string name) => Plain(name, PhysicalType.Boolean);

    private static PrimitiveNode Plain(string name, PhysicalType physical)
    {
        using var type = LogicalType.None();
        return new PrimitiveNode(name, Repetition.Optional, type, physical);
    }

    private static GroupNode Map(string name)
    {
        using var type = LogicalType.Map();
        return new GroupNode(name, Repetition.Optional, [new GroupNode("key_value", Repetition.Repeated, [Text("key", Repetition.Required), Text("value")])], type);
    }

    private static GroupNode List(string name)
    {
        using var type = LogicalType.List();
        return new GroupNode(name, Repetition.Optional, [new GroupNode("list", Repetition.Repeated, [Text("element")])], type);
    }
}
