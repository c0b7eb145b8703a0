namespace Analytics.Contracts.Inputs;

/// <summary>The formats of an input file.</summary>
public enum InputFormat
{
    /// <summary>One JSON object a line: <c>.ndjson</c>, <c>.jsonl</c>, <c>.json</c>, also with <c>.gz</c>.</summary>
    Ndjson,

    /// <summary>Text with a header line: <c>.csv</c>, <c>.tsv</c>, also with <c>.gz</c>.</summary>
    Csv,

    /// <summary>Apache Parquet: <c>.parquet</c>.</summary>
    Parquet,
}
