using System.Buffers.Binary;
using System.Text;

namespace Analytics.Broker.Protocol;

/// <summary>
/// Reads the primitive types of the Kafka protocol. With <paramref name="flexible"/> (KIP-482) strings, bytes and arrays have an unsigned varint of
/// length + 1 in front (0 = null), and structures end with tagged fields; without it, an int16 (strings) or int32 length (-1 = null).
/// <code>"abc"   legacy 00 03 61 62 63   compact 04 61 62 63   null: ff ff / 00</code>
/// Lengths are checked against what is left of the frame before anything is allocated.
/// </summary>
internal ref struct KafkaReader(Memory<byte> frame, bool flexible)
{
    private readonly Memory<byte> _frame = frame;
    private readonly ReadOnlySpan<byte> _span = frame.Span;
    private int _position;

    public bool Flexible { get; set; } = flexible;

    public readonly int Remaining => _span.Length - _position;

    public sbyte ReadInt8() => (sbyte)Take(1)[0];

    public bool ReadBoolean() => Take(1)[0] != 0;

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>16 bytes, most significant first.</summary>
    public Guid ReadUuid() => new(Take(16), bigEndian: true);

    public uint ReadUnsignedVarint()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = Take(1)[0];
            value |= (uint)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new MalformedRequestException("a varint is longer than five bytes");
    }

    public string ReadString() => ReadNullableString() ?? throw new MalformedRequestException("a string that may not be null is null");

    public string? ReadNullableString() => Flexible ? DecodeString(ReadCompactLength()) : ReadLegacyNullableString();

    /// <summary>The client id of the header keeps its int16 length in every version.</summary>
    public string? ReadLegacyNullableString() => DecodeString(ReadInt16());

    /// <summary>A slice of the frame itself: valid as long as the frame is.</summary>
    public Memory<byte> ReadBytes()
    {
        var length = Flexible ? ReadCompactLength() : ReadInt32();
        if (length <= 0)
        {
            return length is 0 or -1 ? Memory<byte>.Empty : throw new MalformedRequestException($"bytes have the length {length}");
        }

        Take(length);
        return _frame.Slice(_position - length, length);
    }

    /// <summary>-1 for a null array. Each element takes at least one byte, so a count beyond the rest of the frame is refused.</summary>
    public int ReadArrayLength()
    {
        var count = Flexible ? ReadCompactLength() : ReadInt32();
        if (count < -1 || count > Remaining)
        {
            throw new MalformedRequestException($"an array has {count} elements, but only {Remaining} bytes are left");
        }

        return count;
    }

    /// <summary>An array of structures, each followed by its tagged fields; null is empty.</summary>
    public T[] ReadArray<T>(StructureReader<T> read) => ReadNullableArray(read) ?? [];

    public T[]? ReadNullableArray<T>(StructureReader<T> read)
    {
        var count = ReadArrayLength();
        if (count < 0)
        {
            return null;
        }

        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = read(ref this);
            ReadTaggedFields();
        }

        return values;
    }

    public int[] ReadInt32Array() => ReadNullableInt32Array() ?? [];

    public int[]? ReadNullableInt32Array()
    {
        var count = ReadArrayLength();
        if (count < 0)
        {
            return null;
        }

        if (count > Remaining / sizeof(int))
        {
            throw new MalformedRequestException($"an array has {count} int32, but only {Remaining} bytes are left");
        }

        var values = new int[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ReadInt32();
        }

        return values;
    }

    /// <summary>Null when the array is null.</summary>
    public string[]? ReadStringArray()
    {
        var count = ReadArrayLength();
        if (count < 0)
        {
            return null;
        }

        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ReadString();
        }

        return values;
    }

    /// <summary>Skips the tagged fields that end a flexible structure: none of them changes what this broker does.</summary>
    public void ReadTaggedFields()
    {
        if (!Flexible)
        {
            return;
        }

        for (var count = ReadUnsignedVarint(); count > 0; count--)
        {
            ReadUnsignedVarint();
            var size = ReadUnsignedVarint();
            Take(size <= int.MaxValue ? (int)size : throw new MalformedRequestException($"a tagged field has {size} bytes"));
        }
    }

    private int ReadCompactLength()
    {
        var encoded = ReadUnsignedVarint();
        return encoded <= int.MaxValue ? (int)encoded - 1 : throw new MalformedRequestException($"a compact length is {encoded}");
    }

    private string? DecodeString(int length)
    {
        if (length < 0)
        {
            return length == -1 ? null : throw new MalformedRequestException($"a string has the length {length}");
        }

        return Encoding.UTF8.GetString(Take(length));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            throw new MalformedRequestException($"{count} bytes are needed at {_position}, but the frame has only {Remaining} left");
        }

        var slice = _span.Slice(_position, count);
        _position += count;
        return slice;
    }
}
