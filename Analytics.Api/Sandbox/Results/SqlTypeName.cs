namespace Analytics.Api.Sandbox.Results;

/// <summary>DuckDB's SQL name of a column's type, from the name of the driver's enum: <c>BigInt</c>, <c>TimestampTz</c>.</summary>
internal static class SqlTypeName
{
    public static string From(string driverType) => driverType switch
    {
        "TimestampTz" => "TIMESTAMP WITH TIME ZONE",
        "TimestampS" => "TIMESTAMP_S",
        "TimestampMs" => "TIMESTAMP_MS",
        "TimestampNs" => "TIMESTAMP_NS",
        "TimeTz" => "TIME WITH TIME ZONE",
        "UnsignedTinyInt" => "UTINYINT",
        "UnsignedSmallInt" => "USMALLINT",
        "UnsignedInteger" => "UINTEGER",
        "UnsignedBigInt" => "UBIGINT",
        "UnsignedHugeInt" => "UHUGEINT",
        "VarInt" => "BIGNUM",
        "SqlNull" => "NULL",
        _ => driverType.ToUpperInvariant(),
    };
}
