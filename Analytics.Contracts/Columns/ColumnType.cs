namespace Analytics.Contracts.Columns;

/// <summary>The types a column of an event table can have.</summary>
public enum ColumnType
{
    /// <summary>UTF-8 text. JSON Schema: string, and string with format uuid.</summary>
    String,

    /// <summary>64-bit signed integer. JSON Schema: integer.</summary>
    Int64,

    /// <summary>IEEE double. JSON Schema: number.</summary>
    Double,

    /// <summary>True or false. JSON Schema: boolean.</summary>
    Boolean,

    /// <summary>Microseconds since the Unix epoch, UTC. JSON Schema: string with format date-time.</summary>
    Timestamp,

    /// <summary>An object or array kept as its JSON text. JSON Schema: object, array.</summary>
    Json,
}
