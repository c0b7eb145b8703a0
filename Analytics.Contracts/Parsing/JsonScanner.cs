using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// Walks over one JSON text (RFC 8259) without copying. The text must be valid UTF-8; the scanner checks the grammar.
/// Every method returns false at the first byte that breaks it, and <see cref="Position"/> then tells where.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="stops">Where its strings can end: marked for this text.</param>
internal ref struct JsonScanner(ReadOnlySpan<byte> text, StringStops stops)
{
    /// <summary>Deepest nesting of objects and arrays.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly StringStops _stops = stops;
    private int _position;

    public int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    public readonly ReadOnlySpan<byte> Rest => _text[_position..];

    public readonly ReadOnlySpan<byte> Slice(int start) => _text[start.._position];

    /// <summary>Skips white space and gives the next byte without taking it; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        int position = _position;
        ReadOnlySpan<byte> text = _text;
        if ((uint)position < (uint)text.Length)
        {
            byte next = text[position];
            return next > ' ' ? next : PeekBehindSpace();
        }

        return 0;
    }

    /// <summary>Takes the next byte if it is <paramref name="expected"/>, white space before it aside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(byte expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Takes <paramref name="expected"/> if it comes next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeExpected(ref readonly ExpectedName expected)
    {
        if (!expected.IsNext(Rest))
        {
            return false;
        }

        _position += expected.Length;
        return true;
    }

    /// <summary>Whether a string without escapes is next, with nothing before it. It is not taken.</summary>
    /// <param name="length">Bytes between the quotes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsPlainString(out int length)
    {
        ReadOnlySpan<byte> text = _text;
        int position = _position;
        length = 0;
        if ((uint)position >= (uint)text.Length || text[position] != '"')
        {
            return false;
        }

        int end = _stops.Next(position + 1);
        length = end - position - 1;
        return (uint)end < (uint)text.Length && text[end] == '"';
    }

    /// <summary>Takes <paramref name="literal"/> (<c>true</c>, <c>false</c>, <c>null</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLiteral(ReadOnlySpan<byte> literal)
    {
        if (!Rest.StartsWith(literal))
        {
            return false;
        }

        _position += literal.Length;
        return true;
    }

    /// <summary>Takes a string whose opening quote is next.</summary>
    /// <param name="raw">What stands between the quotes, escapes as written.</param>
    /// <param name="isEscaped">Whether there are escapes, which <see cref="JsonText.TryUnescape"/> must still check.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryString(out ReadOnlySpan<byte> raw, out bool isEscaped)
    {
        isEscaped = false;
        int start = _position + 1;
        int position = start;
        while (true)
        {
            position = _stops.Next(position);
            if (position >= _text.Length)
            {
                raw = default;
                _position = _text.Length;
                return false;
            }

            byte found = _text[position];
            if (found == '"')
            {
                raw = _text[start..position];
                _position = position + 1;
                return true;
            }

            if (found != '\\' || position + 1 >= _text.Length)
            {
                raw = default;
                _position = position;
                return false;
            }

            isEscaped = true;
            position += 2;
        }
    }

    /// <summary>Takes a number whose first byte is next: <c>-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryNumber(out JsonNumber number)
    {
        ReadOnlySpan<byte> text = _text;
        int start = _position;
        int position = start;
        bool isNegative = text[position] == '-';
        position += isNegative ? 1 : 0;
        int digitsStart = position;
        ulong mantissa = 0;
        Digits(text, ref position, ref mantissa);
        int integerDigits = position - digitsStart;
        bool isValid = integerDigits > 0 && (integerDigits == 1 || text[digitsStart] != '0');
        int fractionDigits = 0;
        bool hasExponent = false;
        if ((uint)position < (uint)text.Length && text[position] == '.')
        {
            int fractionStart = ++position;
            Digits(text, ref position, ref mantissa);
            fractionDigits = position - fractionStart;
            isValid &= fractionDigits > 0;
        }

        if ((uint)position < (uint)text.Length && (text[position] | 0x20) == 'e')
        {
            hasExponent = true;
            position++;
            position += position < text.Length && text[position] is (byte)'+' or (byte)'-' ? 1 : 0;
            int exponentStart = position;
            ulong ignored = 0;
            Digits(text, ref position, ref ignored);
            isValid &= position > exponentStart;
        }

        _position = position;
        number = new JsonNumber
        {
            Text = text[start..position],
            Mantissa = mantissa,
            Digits = integerDigits + fractionDigits,
            FractionDigits = fractionDigits,
            HasExponent = hasExponent,
            IsNegative = isNegative,
        };
        return isValid;
    }

    /// <summary>Takes any value, checking the grammar all the way down.</summary>
    /// <param name="depth">Depth of the value: 1 for the outermost.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySkip(int depth)
    {
        switch (Peek())
        {
            case (byte)'"':
                return TryString(out ReadOnlySpan<byte> raw, out bool isEscaped) && (!isEscaped || JsonText.IsValidEscaped(raw));
            case (byte)'{':
                return depth <= MaxDepth && TrySkipObject(depth);
            case (byte)'[':
                return depth <= MaxDepth && TrySkipArray(depth);
            case (byte)'t':
                return TryLiteral("true"u8);
            case (byte)'f':
                return TryLiteral("false"u8);
            case (byte)'n':
                return TryLiteral("null"u8);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return TryNumber(out _);
            default:
                return false;
        }
    }

    private static void Digits(ReadOnlySpan<byte> text, ref int position, ref ulong value)
    {
        int at = position;
        ulong sum = value;
        while ((uint)at < (uint)text.Length)
        {
            uint digit = text[at] - (uint)'0';
            if (digit > 9)
            {
                break;
            }

            sum = unchecked((sum * 10) + digit);
            at++;
        }

        position = at;
        value = sum;
    }

    private byte PeekBehindSpace()
    {
        while ((uint)_position < (uint)_text.Length)
        {
            byte next = _text[_position];
            if (next is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return next;
            }

            _position++;
        }

        return 0;
    }

    private bool TrySkipObject(int depth)
    {
        _position++;
        if (TryTake((byte)'}'))
        {
            return true;
        }

        do
        {
            if (Peek() != '"' || !TryString(out ReadOnlySpan<byte> name, out bool isEscaped) || (isEscaped && !JsonText.IsValidEscaped(name))
                || !TryTake((byte)':') || !TrySkip(depth + 1))
            {
                return false;
            }
        }
        while (TryTake((byte)','));
        return TryTake((byte)'}');
    }

    private bool TrySkipArray(int depth)
    {
        _position++;
        if (TryTake((byte)']'))
        {
            return true;
        }

        do
        {
            if (!TrySkip(depth + 1))
            {
                return false;
            }
        }
        while (TryTake((byte)','));
        return TryTake((byte)']');
    }
}
