namespace Analytics.Lake.Schema;

/// <summary>The primitive types of the Delta protocol that the lake uses; the comment gives Delta's name and the Parquet type.</summary>
public enum LakeType
{
    /// <summary><c>string</c>: BYTE_ARRAY (STRING).</summary>
    String,

    /// <summary><c>integer</c>: INT32.</summary>
    Integer,

    /// <summary><c>long</c>: INT64.</summary>
    Long,

    /// <summary><c>double</c>: DOUBLE.</summary>
    Double,

    /// <summary><c>boolean</c>: BOOLEAN.</summary>
    Boolean,

    /// <summary><c>timestamp</c>: INT64 (TIMESTAMP, microseconds, adjusted to UTC).</summary>
    Timestamp,

    /// <summary><c>binary</c>: BYTE_ARRAY.</summary>
    Binary,
}
