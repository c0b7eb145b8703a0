using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// The numbers that most records have, eight bytes at a time: no sign, no exponent, one to seven digits before the point and as many behind it.
/// What is not of this form is left to <see cref="JsonScanner.TryNumber"/>, valid or not.
/// </summary>
internal readonly record struct PlainNumber(ulong Mantissa, int FractionDigits, int Length)
{
    private const int Block = sizeof(ulong);

    private static ReadOnlySpan<uint> PowersOfTen => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    private static ReadOnlySpan<double> RealPowersOfTen => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

    /// <summary>The nearest double: both operands are exact.</summary>
    public double Real => Mantissa / RealPowersOfTen[FractionDigits];

    /// <summary>Reads a number at the start of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, out PlainNumber number)
    {
        number = default;
        if (!TryDigits(text, out uint integer, out int digits) || (text[0] == '0' && digits > 1))
        {
            return false;
        }

        // There are at most seven digits and at least eight bytes.
        byte next = text[digits];
        if (next != '.')
        {
            number = new PlainNumber(integer, 0, digits);
            return (next | 0x20) != 'e';
        }

        int point = digits;
        if (!TryDigits(text[(point + 1)..], out uint fraction, out digits))
        {
            return false;
        }

        number = new PlainNumber(((ulong)integer * PowersOfTen[digits]) + fraction, digits, point + 1 + digits);
        return (text[point + 1 + digits] | 0x20) != 'e';
    }

    /// <summary>One to seven digits and what is no digit behind them, within eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDigits(ReadOnlySpan<byte> text, out uint value, out int count)
    {
        value = 0;
        count = 0;
        if (text.Length < Block)
        {
            return false;
        }

        // Digits become 0 to 9; in the lowest byte that is none a bit of the upper half is set, in it or after adding 6.
        ulong digits = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ 0x3030_3030_3030_3030;
        ulong others = ((digits + 0x0606_0606_0606_0606) | digits) & 0xF0F0_F0F0_F0F0_F0F0;
        count = BitOperations.TrailingZeroCount(others) / 8;
        if (count is 0 or Block)
        {
            return false;
        }

        // Zeros before the first digit; then neighbours are put together: to pairs, and the four pairs by two multiplications.
        digits <<= 8 * (Block - count);
        digits = unchecked((digits * 10) + (digits >> 8));
        const ulong Pairs = 0x0000_00FF_0000_00FF;
        value = (uint)(unchecked(((digits & Pairs) * (100 + (1_000_000UL << 32))) + (((digits >> 16) & Pairs) * (1 + (10_000UL << 32)))) >> 32);
        return true;
    }
}
