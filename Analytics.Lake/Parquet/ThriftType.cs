namespace Analytics.Lake.Parquet;

/// <summary>Wire types of Thrift's compact protocol (thrift-compact-protocol.md, "Struct encoding").</summary>
internal enum ThriftType : byte
{
    /// <summary>Ends a struct.</summary>
    Stop = 0,

    /// <summary>A true field; it has no bytes of its own.</summary>
    True = 1,

    /// <summary>A false field; also the element type of lists of booleans.</summary>
    False = 2,

    /// <summary>One byte.</summary>
    Byte = 3,

    /// <summary>Zigzag varint.</summary>
    Int16 = 4,

    /// <summary>Zigzag varint.</summary>
    Int32 = 5,

    /// <summary>Zigzag varint.</summary>
    Int64 = 6,

    /// <summary>Eight bytes, little-endian.</summary>
    Double = 7,

    /// <summary>A varint length and bytes.</summary>
    Binary = 8,

    /// <summary>Elements of one type.</summary>
    List = 9,

    /// <summary>Like a list.</summary>
    Set = 10,

    /// <summary>Keys and values.</summary>
    Map = 11,

    /// <summary>Fields up to a stop.</summary>
    Struct = 12,

    /// <summary>Sixteen bytes.</summary>
    Uuid = 13,
}
