using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Parsing;

/// <summary>A set of ASCII characters, a bit for each.</summary>
internal readonly record struct AsciiSet(ulong Low, ulong High)
{
    public static AsciiSet Of(char first, char last)
    {
        AsciiSet set = default;
        for (int code = first; code <= last; code++)
        {
            set = code < 64 ? set with { Low = set.Low | (1UL << code) } : set with { High = set.High | (1UL << (code - 64)) };
        }

        return set;
    }

    public static AsciiSet operator |(AsciiSet left, AsciiSet right) => new(left.Low | right.Low, left.High | right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(byte code) => code < 128 && (((code < 64 ? Low : High) >> (code & 63)) & 1) != 0;

    public bool Overlaps(AsciiSet other) => ((Low & other.Low) | (High & other.High)) != 0;
}
