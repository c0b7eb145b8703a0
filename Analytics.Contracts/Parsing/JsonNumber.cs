using System.Buffers.Text;
using System.Numerics;

namespace Analytics.Contracts.Parsing;

/// <summary>A number as the scanner met it: its text, and its value where it is a plain integer.</summary>
internal readonly ref struct JsonNumber
{
    private const int MaxExactPower = 22;
    private const ulong MaxExactMantissa = 1UL << 53;

    private const int MaxFractionDigits = 18;

    private static readonly ulong[] IntegerPowersOfTen = [.. Enumerable.Range(0, MaxFractionDigits + 1).Select(power => (ulong)BigInteger.Pow(10, power))];

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, MaxExactPower + 1).Select(power => (double)BigInteger.Pow(10, power))];

    /// <summary>The number as written.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>All digits as one integer; meaningful when <see cref="Digits"/> is at most 19.</summary>
    public required ulong Mantissa { get; init; }

    /// <summary>Digits in all, leading zeros included.</summary>
    public required int Digits { get; init; }

    /// <summary>Digits behind the point.</summary>
    public required int FractionDigits { get; init; }

    public required bool HasExponent { get; init; }

    public required bool IsNegative { get; init; }

    /// <summary>The value as a double; false when it is beyond the range of a double.</summary>
    public bool TryGetDouble(out double value)
    {
        // Clinger's fast path: a mantissa and a power of ten that are both exact give a correctly rounded quotient.
        if (!HasExponent && Digits <= 19 && Mantissa <= MaxExactMantissa && FractionDigits <= MaxExactPower)
        {
            value = Mantissa / PowersOfTen[FractionDigits];
            value = IsNegative ? -value : value;
            return true;
        }

        return Utf8Parser.TryParse(Text, out value, out int consumed) && consumed == Text.Length && double.IsFinite(value);
    }

    /// <summary>The value as a 64-bit integer. <c>1.0</c> and <c>1e2</c> are integers in JSON Schema.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isIntegral">Whether the number has no fraction, even when it does not fit.</param>
    /// <returns>Whether it is an integer of 64 bits.</returns>
    public bool TryGetInt64(out long value, out bool isIntegral)
    {
        if (FractionDigits == 0 && !HasExponent && Digits <= 19)
        {
            isIntegral = true;
            value = IsNegative ? unchecked(-(long)Mantissa) : (long)Mantissa;
            return Mantissa <= long.MaxValue || (IsNegative && Mantissa == 1UL << 63);
        }

        if (!HasExponent && Digits <= 19 && FractionDigits <= MaxFractionDigits
            && Mantissa % IntegerPowersOfTen[FractionDigits] != 0)
        {
            value = 0;
            isIntegral = false;
            return false;
        }

        return TryGetInt64Slowly(out value, out isIntegral);
    }

    private bool TryGetInt64Slowly(out long value, out bool isIntegral)
    {
        value = 0;
        UInt128 magnitude = 0;
        bool isTooLarge = false;
        int trailingZeros = 0;
        bool hasDigit = false;
        int position = 0;
        for (; position < Text.Length && Text[position] is not ((byte)'e' or (byte)'E'); position++)
        {
            uint digit = Text[position] - (uint)'0';
            if (digit > 9)
            {
                continue;
            }

            if (digit == 0)
            {
                trailingZeros += hasDigit ? 1 : 0;
                continue;
            }

            hasDigit = true;
            for (; trailingZeros >= 0 && !isTooLarge; trailingZeros--)
            {
                magnitude *= 10;
                isTooLarge = magnitude > ulong.MaxValue;
            }

            magnitude += digit;
            trailingZeros = 0;
        }

        // The value is magnitude × 10^exponent, and the magnitude does not end in zero.
        long exponent = (HasExponent ? Exponent(Text[(position + 1)..]) : 0) - FractionDigits + trailingZeros;
        isIntegral = !hasDigit || exponent >= 0;
        if (!isIntegral || isTooLarge || (hasDigit && exponent > 19))
        {
            return false;
        }

        for (; hasDigit && exponent > 0; exponent--)
        {
            magnitude *= 10;
        }

        UInt128 limit = IsNegative ? 1UL << 63 : (ulong)long.MaxValue;
        value = unchecked(IsNegative ? -(long)(ulong)magnitude : (long)(ulong)magnitude);
        return magnitude <= limit;
    }

    private static long Exponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        long exponent = 0;
        foreach (byte digit in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..])
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), int.MaxValue);
        }

        return negative ? -exponent : exponent;
    }
}
