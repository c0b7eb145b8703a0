namespace Analytics.Api.Workers;

/// <summary>How rows are written.</summary>
internal enum ResultFormat
{
    /// <summary><c>{"columns":[{"name","type"}],"rows":[[…]],"row_count","truncated","elapsed_ms"}</c>.</summary>
    Json,

    /// <summary>RFC 4180 with a header line.</summary>
    Csv,
}
