namespace Analytics.Contracts.Pipelines;

/// <summary>How the value of a record is framed.</summary>
public enum SourceFormat
{
    /// <summary>Confluent wire format: byte 0, schema id (4 bytes, big endian), JSON. YAML: <c>json_schema</c>.</summary>
    JsonSchema,

    /// <summary>JSON without a frame; the schema is the newest in the folder. YAML: <c>json</c>.</summary>
    Json,
}
