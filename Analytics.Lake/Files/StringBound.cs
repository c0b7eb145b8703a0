using System.Text;

namespace Analytics.Lake.Files;

/// <summary>
/// Shortens string bounds as Delta writers do, so that long texts don't fill the log. Order is that of code points, which is that of UTF-8 bytes.
/// Example with a length of 3: <c>abcdef</c> gives the lower bound <c>abc</c> and the upper bound <c>abd</c>.
/// </summary>
internal static class StringBound
{
    /// <summary>The prefix length of the Delta writers, in code points.</summary>
    public const int Length = 32;

    private const int LastBeforeSurrogates = 0xD7FF;
    private const int FirstAfterSurrogates = 0xE000;
    private const int LastCodePoint = 0x10FFFF;

    public static string Lower(string value) => Prefix(value) ?? value;

    /// <returns>Null when there is no shorter upper bound: the prefix consists of U+10FFFF only.</returns>
    public static string? Upper(string value)
    {
        if (Prefix(value) is not { } prefix)
        {
            return value;
        }

        var runes = prefix.EnumerateRunes().ToArray();
        for (var last = runes.Length - 1; last >= 0; last--)
        {
            var code = runes[last].Value;
            if (code == LastCodePoint)
            {
                continue;
            }

            var bound = new StringBuilder();
            foreach (var rune in runes.AsSpan(0, last))
            {
                bound.Append(rune.ToString());
            }

            return bound.Append(new Rune(code == LastBeforeSurrogates ? FirstAfterSurrogates : code + 1).ToString()).ToString();
        }

        return null;
    }

    /// <summary>The first code points, or null when the value is short enough.</summary>
    private static string? Prefix(string value)
    {
        if (value.Length <= Length)
        {
            return null;
        }

        var chars = 0;
        var count = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (count++ == Length)
            {
                return value[..chars];
            }

            chars += rune.Utf16SequenceLength;
        }

        return null;
    }
}
