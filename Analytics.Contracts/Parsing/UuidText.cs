using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Analytics.Contracts.Parsing;

/// <summary>UUIDs in their usual form (RFC 9562, section 4): <c>f81d4fae-7dec-11d0-a765-00a0c91e6bf6</c>, 8-4-4-4-12 hexadecimal digits.</summary>
public static class UuidText
{
    private const int Length = 36;
    private const int NoDigit = 0xF0;

    private static readonly byte[] Digits = CreateDigits();

    /// <summary>Whether a text is a UUID; digits may have any case.</summary>
    /// <param name="text">The text.</param>
    public static bool IsValid(ReadOnlySpan<byte> text) => TryRead(text, out _, out _);

    /// <summary>Reads a UUID.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">Its 128 bits, the first digit highest.</param>
    /// <param name="isLowerCase">Whether no digit is in upper case, so that equal values have equal texts.</param>
    /// <returns>Whether the text is a UUID.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(ReadOnlySpan<byte> text, out UInt128 value, out bool isLowerCase)
    {
        value = default;
        isLowerCase = false;
        if (text.Length != Length || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        {
            return false;
        }

        ref byte start = ref MemoryMarshal.GetReference(text);
        var first = Vector128.Create(Read<ulong>(ref start, 0), Read<uint>(ref start, 9) | ((ulong)Read<uint>(ref start, 14) << 32)).AsByte();
        var second = Vector128.Create(
            Read<uint>(ref start, 19) | ((ulong)Read<uint>(ref start, 24) << 32),
            Read<uint>(ref start, 28) | ((ulong)Read<uint>(ref start, 32) << 32)).AsByte();
        return Ssse3.IsSupported && BitConverter.IsLittleEndian
            ? TryReadVectors(first, second, out value, out isLowerCase)
            : TryReadDigits(first, second, out value, out isLowerCase);
    }

    private static bool TryReadVectors(Vector128<byte> first, Vector128<byte> second, out UInt128 value, out bool isLowerCase)
    {
        var isDigit1 = Nibbles(first, out var nibbles1, out var isLetter1);
        var isDigit2 = Nibbles(second, out var nibbles2, out var isLetter2);
        var valid = (isDigit1 | isLetter1) & (isDigit2 | isLetter2);

        // Upper-case letters are those without bit 5.
        var upper = Vector128.AndNot(isLetter1, first << 2) | Vector128.AndNot(isLetter2, second << 2);
        isLowerCase = upper.ExtractMostSignificantBits() == 0;

        // Pairs of nibbles: 16 × the first + the second.
        var weights = Vector128.Create((short)0x0110).AsSByte();
        var bytes = Sse2.PackUnsignedSaturate(Ssse3.MultiplyAddAdjacent(nibbles1, weights), Ssse3.MultiplyAddAdjacent(nibbles2, weights));
        value = new UInt128(
            BinaryPrimitives.ReverseEndianness(bytes.AsUInt64()[0]), BinaryPrimitives.ReverseEndianness(bytes.AsUInt64()[1]));
        return valid == Vector128<byte>.AllBitsSet;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Nibbles(Vector128<byte> text, out Vector128<byte> nibbles, out Vector128<byte> isLetter)
    {
        var number = text - Vector128.Create((byte)'0');
        var letter = (text | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        var isDigit = Vector128.LessThan(number, Vector128.Create((byte)10));
        isLetter = Vector128.LessThan(letter, Vector128.Create((byte)6));
        nibbles = Vector128.ConditionalSelect(isDigit, number, letter + Vector128.Create((byte)10));
        return isDigit;
    }

    private static bool TryReadDigits(Vector128<byte> first, Vector128<byte> second, out UInt128 value, out bool isLowerCase)
    {
        value = default;
        isLowerCase = true;
        int bad = 0;
        for (int index = 0; index < 32; index++)
        {
            byte code = index < 16 ? first[index] : second[index - 16];
            int digit = Digits[code];
            bad |= digit & NoDigit;
            isLowerCase &= !char.IsAsciiLetterUpper((char)code);
            value = (value << 4) | (uint)(digit & 0xF);
        }

        return bad == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(ref byte start, int offset) => Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref start, offset));

    private static byte[] CreateDigits()
    {
        var digits = new byte[256];
        Array.Fill(digits, (byte)0xFF);
        foreach (char digit in "0123456789abcdefABCDEF")
        {
            digits[digit] = Convert.ToByte(digit.ToString(), 16);
        }

        return digits;
    }
}
