namespace Analytics.Contracts.Parsing;

/// <summary>Why a record is a dead letter. <see cref="DeadLetterReasons"/> gives the names on the wire.</summary>
public enum DeadLetterReason
{
    /// <summary>The record is valid.</summary>
    None,

    /// <summary>The value does not begin with the Confluent magic byte 0. Wire: <c>bad_magic</c>.</summary>
    BadMagic,

    /// <summary>The registry has no schema of that id under the subject. Wire: <c>unknown_schema</c>.</summary>
    UnknownSchema,

    /// <summary>The schema gives a column another type than the table has. Wire: <c>incompatible_schema</c>.</summary>
    IncompatibleSchema,

    /// <summary>The value is null, empty or not one JSON text. Wire: <c>malformed_json</c>.</summary>
    MalformedJson,

    /// <summary>The JSON does not satisfy its schema. Wire: <c>schema_violation</c>.</summary>
    SchemaViolation,

    /// <summary>The event time lies too far beyond the Kafka timestamp. Wire: <c>future_event_time</c>.</summary>
    FutureEventTime,

    /// <summary>The value is larger than the engine takes. Wire: <c>oversized</c>.</summary>
    Oversized,
}
