using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// A property's name in quotes and the colon: what a record holds when the property comes next, without white space. Compared in one step where the record
/// goes on for a vector, byte by byte at its end. A name that JSON writes with escapes is never there.
/// </summary>
internal readonly struct ExpectedName
{
    private readonly byte[] _text;
    private readonly Vector256<byte> _start;
    private readonly Vector256<byte> _mask;

    public ExpectedName(string name)
    {
        // No UTF-8 text has this byte.
        _text = NeedsEscapes(name) ? [0xFF] : Encoding.UTF8.GetBytes($"\"{name}\":");
        Length = _text.Length;
        Span<byte> start = stackalloc byte[Vector256<byte>.Count];
        Span<byte> mask = stackalloc byte[Vector256<byte>.Count];
        start.Clear();
        mask.Clear();
        int length = Math.Min(_text.Length, start.Length);
        _text.AsSpan(0, length).CopyTo(start);
        mask[..length].Fill(0xFF);
        (_start, _mask) = (Vector256.Create<byte>(start), Vector256.Create<byte>(mask));
    }

    public int Length { get; }

    /// <summary>Whether the text begins with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNext(ReadOnlySpan<byte> text)
    {
        if (text.Length < Vector256<byte>.Count)
        {
            return text.StartsWith(_text);
        }

        var found = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text));
        return ((found ^ _start) & _mask) == Vector256<byte>.Zero && (Length <= Vector256<byte>.Count || text.StartsWith(_text));
    }

    private static bool NeedsEscapes(string name) => name.Any(character => character is '"' or '\\' or < ' ');
}
