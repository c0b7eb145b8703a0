using System.Buffers.Binary;

namespace Analytics.Contracts.Wire;

/// <summary>
/// The frame that Confluent's serializers put before a payload: a magic byte 0 and the schema's id, four bytes, big endian.
/// <code>
/// 00 | 00 00 00 2A | 7B 22 69 64 22 3A 31 7D
///  0 |     42      | {"id":1}
/// </code>
/// Source: "Wire format" in the documentation of Confluent Schema Registry. JSON Schema payloads have no message index (Protobuf's have).
/// </summary>
public static class ConfluentWireFormat
{
    /// <summary>The first byte of every framed value.</summary>
    public const byte Magic = 0;

    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 5;

    /// <summary>Splits a framed value.</summary>
    /// <param name="value">The value of a record.</param>
    /// <param name="id">The schema's id; 0 when the value is not framed.</param>
    /// <param name="payload">The bytes after the header, possibly none; empty when the value is not framed.</param>
    /// <returns>False when the value is shorter than the header or its first byte is not 0.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out int id, out ReadOnlySpan<byte> payload)
    {
        if (value.Length < HeaderLength || value[0] != Magic)
        {
            id = 0;
            payload = default;
            return false;
        }

        id = BinaryPrimitives.ReadInt32BigEndian(value[1..]);
        payload = value[HeaderLength..];
        return true;
    }

    /// <summary>Writes the header; the payload follows at <see cref="HeaderLength"/>.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="id">The schema's id.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void WriteHeader(Span<byte> destination, int id)
    {
        if (destination.Length < HeaderLength)
        {
            throw new ArgumentException($"The header takes {HeaderLength} bytes, there are {destination.Length}.", nameof(destination));
        }

        destination[0] = Magic;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], id);
    }

    /// <summary>Frames a payload into a new array.</summary>
    /// <param name="id">The schema's id.</param>
    /// <param name="payload">The JSON, UTF-8.</param>
    /// <returns>Header and payload.</returns>
    public static byte[] Write(int id, ReadOnlySpan<byte> payload)
    {
        var framed = new byte[HeaderLength + payload.Length];
        WriteHeader(framed, id);
        payload.CopyTo(framed.AsSpan(HeaderLength));
        return framed;
    }
}
