namespace Analytics.Lake.Schema;

/// <summary>Delta's names of the primitive types that the lake uses.</summary>
internal static class LakeTypeName
{
    public static string Of(LakeType type) => type switch
    {
        LakeType.String => "string",
        LakeType.Integer => "integer",
        LakeType.Long => "long",
        LakeType.Double => "double",
        LakeType.Boolean => "boolean",
        LakeType.Timestamp => "timestamp",
        LakeType.Binary => "binary",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static LakeType Parse(string column, string name) => name switch
    {
        "string" => LakeType.String,
        "integer" => LakeType.Integer,
        "long" => LakeType.Long,
        "double" => LakeType.Double,
        "boolean" => LakeType.Boolean,
        "timestamp" => LakeType.Timestamp,
        "binary" => LakeType.Binary,
        _ => throw new FormatException($"column '{column}' has type '{name}'; the lake uses string, integer, long, double, boolean, timestamp and binary"),
    };
}
