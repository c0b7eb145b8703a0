namespace Analytics.Producer.Truth;

/// <summary>What a sent record is meant to be.</summary>
internal enum EventKind
{
    /// <summary>An ordinary event, or a row of the file whatever it holds.</summary>
    Event,

    /// <summary>An earlier event again: same id, same bytes.</summary>
    Duplicate,

    /// <summary>An event whose time lies back, but within the watermark: accepted.</summary>
    Disordered,

    /// <summary>An event whose time lies before its partition's watermark.</summary>
    Late,

    /// <summary>Poison: the first byte is not 0.</summary>
    BadMagic,

    /// <summary>Poison: a schema id that nobody registered.</summary>
    UnknownSchema,

    /// <summary>Poison: JSON cut short.</summary>
    MalformedJson,

    /// <summary>Poison: a required property is missing.</summary>
    SchemaViolation,

    /// <summary>Poison: an event time too far ahead.</summary>
    FutureEventTime,

    /// <summary>Poison: no value at all.</summary>
    NullValue,
}
