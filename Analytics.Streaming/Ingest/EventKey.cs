using System.IO.Hashing;

namespace Analytics.Streaming.Ingest;

/// <summary>The 128-bit key of an id: a UUID in its usual form is its own key, anything else is hashed (XXH128).</summary>
internal static class EventKey
{
    private const int UuidLength = 36;

    public static UInt128 From(ReadOnlySpan<byte> id) => id.Length == UuidLength && TryReadUuid(id, out var key) ? key : XxHash128.HashToUInt128(id);

    /// <summary>
    /// <c>f81d4fae-7dec-11d0-a765-00a0c91e6bf6</c>. Lower case only: texts that differ in case are different ids to every other engine.
    /// </summary>
    private static bool TryReadUuid(ReadOnlySpan<byte> id, out UInt128 key)
    {
        key = default;
        if (id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-')
        {
            return false;
        }

        ulong high = 0, low = 0;
        var bad = ReadHex(id[..8], ref high) | ReadHex(id[9..13], ref high) | ReadHex(id[14..18], ref high);
        bad |= ReadHex(id[19..23], ref low) | ReadHex(id[24..36], ref low);
        key = new UInt128(high, low);
        return bad == 0;
    }

    private static int ReadHex(ReadOnlySpan<byte> digits, ref ulong value)
    {
        var bad = 0;
        foreach (var digit in digits)
        {
            int number = Digits[digit];
            bad |= number & 0xF0;
            value = (value << 4) | (uint)(number & 0xF);
        }

        return bad;
    }

    private static readonly byte[] Digits = CreateDigits();

    private static byte[] CreateDigits()
    {
        var digits = new byte[256];
        Array.Fill(digits, (byte)0xFF);
        for (var i = 0; i < 10; i++)
        {
            digits['0' + i] = (byte)i;
        }

        for (var i = 0; i < 6; i++)
        {
            digits['a' + i] = (byte)(10 + i);
        }

        return digits;
    }
}
