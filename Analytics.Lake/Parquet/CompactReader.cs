namespace Analytics.Lake.Parquet;

/// <summary>
/// Reads Thrift's compact protocol into a tree. <c>15 02 16 80 0f 00</c>: field 1 is the 32-bit 1, field 2 the 64-bit 960, the struct ends.
/// Bounded by its input: a length is checked before anything of that length is made.
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> source)
{
    /// <summary>Parquet's definition nests about six deep.</summary>
    private const int MostDepth = 32;

    private ReadOnlySpan<byte> _rest = source;
    private int _depth;

    /// <summary>Reads a struct up to its stop.</summary>
    /// <exception cref="InvalidDataException">The bytes are no struct.</exception>
    public ThriftStruct ReadStruct()
    {
        if (++_depth > MostDepth)
        {
            throw Malformed("nested too deep");
        }

        var result = new ThriftStruct();
        var id = 0;
        while (true)
        {
            var header = ReadByte();
            var type = (ThriftType)(header & 0x0f);
            if (type == ThriftType.Stop)
            {
                _depth--;
                return result;
            }

            id = header >> 4 is > 0 and var delta ? id + delta : (int)ReadInteger();
            result.Add(new ThriftField(checked((short)id), type, type is ThriftType.True or ThriftType.False ? null : ReadValue(type)));
        }
    }

    private object ReadValue(ThriftType type) => type switch
    {
        ThriftType.Byte => (long)(sbyte)ReadByte(),
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => ReadInteger(),
        ThriftType.Double => Take(sizeof(double)).ToArray(),
        ThriftType.Binary => Take(ReadLength()).ToArray(),
        ThriftType.Uuid => Take(16).ToArray(),
        ThriftType.List or ThriftType.Set => ReadList(),
        ThriftType.Struct => ReadStruct(),
        _ => throw Malformed($"type {(int)type} is not used by Parquet"),
    };

    private ThriftList ReadList()
    {
        var header = ReadByte();
        var type = (ThriftType)(header & 0x0f);
        var count = header >> 4 is < 15 and var small ? small : ReadLength();
        if (count > _rest.Length)
        {
            throw Malformed($"a list of {count} elements in {_rest.Length} bytes");
        }

        var elements = new List<object>(count);
        for (var i = 0; i < count; i++)
        {
            elements.Add(type is ThriftType.True or ThriftType.False ? (long)ReadByte() : ReadValue(type));
        }

        return new ThriftList(type, elements);
    }

    private int ReadLength()
    {
        var length = ReadVarint();
        return length <= (ulong)_rest.Length ? (int)length : throw Malformed($"a length of {length} in {_rest.Length} bytes");
    }

    private long ReadInteger()
    {
        var zigzag = ReadVarint();
        return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Malformed("a varint of more than ten bytes");
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Malformed("cut short");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static InvalidDataException Malformed(string why) => new($"the footer is malformed: {why}");
}
