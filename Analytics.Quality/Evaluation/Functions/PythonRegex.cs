using System.Text;
using System.Text.RegularExpressions;
using Analytics.Lake.Sql;

namespace Analytics.Quality.Evaluation.Functions;

/// <summary>
/// Regular expressions with Python's meaning. They run in DuckDB's RE2, linear in the text; those RE2 lacks (look-around, backreferences) run in .NET
/// with a limit of time. <c>\d</c> and <c>\w</c> match Unicode digits and letters.
/// </summary>
internal static class PythonRegex
{
    /// <summary>Name of the SQL function for patterns beyond RE2: text, pattern.</summary>
    public const string Function = "python_regex_matches";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>The condition that a text has a match somewhere.</summary>
    public static string Matches(string text, string pattern) => IsLinear(pattern)
        ? $"regexp_matches({text}, {LakeSql.Literal(Unicode(pattern))})"
        : $"{Function}({text}, {LakeSql.Literal(pattern)})";

    /// <summary>The pattern for .NET.</summary>
    public static Regex Compile(string pattern) => new(DotNet(pattern), RegexOptions.CultureInvariant, Limit);

    private static string DotNet(string pattern) => pattern
        .Replace("(?P<", "(?<", StringComparison.Ordinal).Replace("(?P=", "\\k<", StringComparison.Ordinal).Replace("\\Z", "\\z", StringComparison.Ordinal);

    /// <summary>Comments and four-digit escapes are in Python and .NET, not in RE2.</summary>
    private static bool IsBeyondRe2(string pattern) =>
        pattern.Contains("(?#", StringComparison.Ordinal) || pattern.Contains("\\u", StringComparison.Ordinal);

    private static bool IsLinear(string pattern)
    {
        if (IsBeyondRe2(pattern))
        {
            return false;
        }

        try
        {
            _ = new Regex(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            // RE2 may know more than .NET does; its own error is reported otherwise.
            return true;
        }
    }

    /// <summary>RE2's <c>\d</c> and <c>\w</c> are ASCII: they are spelt as Unicode classes.</summary>
    private static string Unicode(string pattern)
    {
        var result = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c is '\\' && i + 1 < pattern.Length)
            {
                i++;
                result.Append((pattern[i], inClass) switch
                {
                    ('d', _) => @"\p{Nd}",
                    ('D', _) => @"\P{Nd}",
                    ('w', true) => @"\p{L}\p{N}_",
                    ('w', false) => @"[\p{L}\p{N}_]",
                    ('W', false) => @"[^\p{L}\p{N}_]",
                    ('Z', false) => @"\z",
                    var (other, _) => "\\" + other,
                });
                continue;
            }

            inClass = c is '[' ? true : c is ']' ? false : inClass;
            result.Append(c);
        }

        return result.ToString();
    }
}
