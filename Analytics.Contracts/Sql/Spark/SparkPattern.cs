using System.Text;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>A <c>pattern</c> (ECMA-262, flag <c>u</c>) as a Java expression, where the two surely agree.</summary>
internal static class SparkPattern
{
    private const string Space = @"\t\n\x0B\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">The pattern, which is valid.</param>
    /// <param name="mayRepeatGroups">Whether texts are short enough for a repeated group, which takes Java's stack once per repetition.</param>
    /// <exception cref="FormatException">It can't be translated; the message says what and why.</exception>
    public static string Translate(string pattern, bool mayRepeatGroups)
    {
        var result = new StringBuilder(pattern.Length + 8);
        bool isInClass = false;
        for (int index = 0; index < pattern.Length; index++)
        {
            char current = pattern[index];
            if (current == '\\' && index + 1 < pattern.Length)
            {
                result.Append(Escape(pattern[++index], isInClass));
                continue;
            }

            if (!isInClass && current == '(' && index + 1 < pattern.Length && pattern[index + 1] == '?' && !pattern.AsSpan(index).StartsWith("(?:"))
            {
                throw new FormatException("look-around, named groups and flags are not translated");
            }

            if (!isInClass && current == ')' && !mayRepeatGroups && index + 1 < pattern.Length && IsLongRepetition(pattern, index + 1))
            {
                throw new FormatException("a group that repeats without end takes Java's stack on long texts: set maxLength to 1000 or less, or repeat a class instead");
            }

            result.Append((current, isInClass) switch
            {
                ('$', false) => @"\z",
                ('.', false) => @"[^\n\r\u2028\u2029]",
                ('[', true) => @"\[",
                ('&', true) => @"\&",
                _ => current.ToString(),
            });
            isInClass = current switch
            {
                '[' => true,
                ']' => false,
                _ => isInClass,
            };
        }

        return result.ToString();
    }

    private static bool IsLongRepetition(string pattern, int at) =>
        pattern[at] is '*' or '+' || (pattern[at] == '{' && pattern.IndexOf('}', at) is var end && end > at && (pattern[end - 1] == ',' || end - at > 5));

    private static string Escape(char escaped, bool isInClass) => (escaped, isInClass) switch
    {
        ('d' or 'D' or 'w' or 'W' or 'n' or 'r' or 't' or 'f', _) => $"\\{escaped}",
        ('s', true) => Space,
        ('s', false) => $"[{Space}]",
        ('S', false) => $"[^{Space}]",
        ('v', _) => @"\x0B",
        _ when !char.IsAsciiLetterOrDigit(escaped) && char.IsAscii(escaped) => $"\\{escaped}",
        _ => throw new FormatException($"\\{escaped} is not translated"),
    };
}
