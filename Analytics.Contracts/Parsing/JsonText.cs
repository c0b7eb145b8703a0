using System.Globalization;
using System.Text;

namespace Analytics.Contracts.Parsing;

/// <summary>The text of JSON strings: <c>\"  \\  \/  \b  \f  \n  \r  \t  \u1234</c>, surrogates in pairs.</summary>
internal static class JsonText
{
    /// <summary>Whether the escapes of a raw string are valid. A surrogate without its partner is not: it has no UTF-8.</summary>
    public static bool IsValidEscaped(ReadOnlySpan<byte> raw)
    {
        Span<byte> sink = stackalloc byte[4];
        for (int position = raw.IndexOf((byte)'\\'); position >= 0;)
        {
            if (TryEscape(raw[position..], sink, out int consumed) == 0)
            {
                return false;
            }

            position += consumed;
            int next = raw[position..].IndexOf((byte)'\\');
            position = next < 0 ? -1 : position + next;
        }

        return true;
    }

    /// <summary>Writes the text of a raw string as UTF-8.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="destination">At least as long as <paramref name="raw"/>: unescaped text is never longer.</param>
    /// <param name="written">Bytes written.</param>
    /// <returns>Whether all escapes are valid.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> destination, out int written)
    {
        written = 0;
        while (true)
        {
            int plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
            {
                raw.CopyTo(destination[written..]);
                written += raw.Length;
                return true;
            }

            raw[..plain].CopyTo(destination[written..]);
            written += plain;
            int bytes = TryEscape(raw[plain..], destination[written..], out int consumed);
            if (bytes == 0)
            {
                return false;
            }

            written += bytes;
            raw = raw[(plain + consumed)..];
        }
    }

    /// <summary>Unicode code points of valid UTF-8: every byte but the continuation bytes.</summary>
    public static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte unit in utf8)
        {
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    private static int TryEscape(ReadOnlySpan<byte> text, Span<byte> destination, out int consumed)
    {
        consumed = 2;
        if (text.Length < 2)
        {
            return 0;
        }

        byte single = text[1] switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'/' => (byte)'/',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => 0,
        };
        if (single != 0)
        {
            destination[0] = single;
            return 1;
        }

        if (text[1] != 'u' || !TryHex(text[2..], out uint unit))
        {
            return 0;
        }

        consumed = 6;
        if (unit is >= 0xD800 and <= 0xDBFF && text[6..].StartsWith("\\u"u8) && TryHex(text[8..], out uint low) && low is >= 0xDC00 and <= 0xDFFF)
        {
            consumed = 12;
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }

        return Rune.TryCreate(unit, out Rune rune) ? rune.EncodeToUtf8(destination) : 0;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out uint value)
    {
        value = 0;
        return text.Length >= 4 && uint.TryParse(text[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
