namespace Analytics.Producer.Files;

/// <summary>How a column's cells are read and written.</summary>
internal enum CellKind
{
    /// <summary>A 64-bit integer, written as a number.</summary>
    Integer,

    /// <summary>A double, written as a number.</summary>
    Number,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>Microseconds since the epoch, UTC, written as an RFC 3339 string.</summary>
    Time,

    /// <summary>Text.</summary>
    Text,

    /// <summary>JSON text, written as it is.</summary>
    Json,

    /// <summary>Text of a CSV cell that is written as a number when it is an integer.</summary>
    TextInteger,

    /// <summary>Text of a CSV cell that is written as a number when it is one.</summary>
    TextNumber,

    /// <summary>Text of a CSV cell that is written as a boolean when it is one.</summary>
    TextBoolean,

    /// <summary>Text that is written as RFC 3339 when it is a time; without an offset it is UTC.</summary>
    TextTime,

    /// <summary>Text that is written as JSON when it is JSON.</summary>
    TextJson,
}
