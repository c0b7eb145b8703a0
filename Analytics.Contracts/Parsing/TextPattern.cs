using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// A <c>pattern</c> (ECMA-262) as a .NET expression: linear in the length of the text where the syntax allows it, else with a time limit.
/// </summary>
internal sealed class TextPattern
{
    private const string Space = @"\t\n\v\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromSeconds(1);

    private readonly AsciiPattern? _ascii;
    private readonly Lazy<Regex> _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="ArgumentException">The pattern is not valid.</exception>
    public TextPattern(string pattern)
    {
        Pattern = pattern;
        _ascii = AsciiPattern.TryCreate(pattern);

        // An expression takes milliseconds to build, and each parser has its own: what needs none gets none. Another form may be invalid, which is told now.
        _regex = new Lazy<Regex>(() => Build(pattern));
        _ = _ascii is null ? _regex.Value : null;
    }

    /// <summary>The pattern as the schema has it.</summary>
    public string Pattern { get; }

    /// <summary>Whether the pattern is found in the text; a text that takes too long counts as not matching.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8) => _ascii is null ? IsRegexMatch(utf8) : _ascii.IsMatch(utf8);

    /// <summary>The same by the expression alone.</summary>
    internal bool IsRegexMatch(ReadOnlySpan<byte> utf8)
    {
        char[]? rented = utf8.Length > 256 ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        Span<char> text = rented ?? stackalloc char[256];
        try
        {
            int length = Encoding.UTF8.GetChars(utf8, text);
            return _regex.Value.IsMatch(text[..length]);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private static Regex Build(string pattern)
    {
        string translated = Translate(pattern);
        try
        {
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            // Look-around and back-references need backtracking.
            return new Regex(translated, RegexOptions.Compiled | RegexOptions.CultureInvariant, BacktrackingLimit);
        }
    }

    /// <summary>
    /// ECMA-262 (with its <c>u</c> flag) where it differs: <c>\d</c> and <c>\w</c> are ASCII, <c>\s</c> has its own list, <c>.</c> takes a whole code point
    /// but no line end, <c>$</c> is the very end and not the end before a last newline, and a bracket within a class is a character.
    /// </summary>
    private static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        bool isInClass = false;
        for (int index = 0; index < pattern.Length; index++)
        {
            char current = pattern[index];
            if (current == '\\' && index + 1 < pattern.Length)
            {
                result.Append(Escape(pattern[++index], isInClass));
                continue;
            }

            result.Append((current, isInClass) switch
            {
                ('$', false) => @"\z",
                ('.', false) => @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\n\r\u2028\u2029])",
                ('[', true) => @"\[",
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

    private static string Escape(char escaped, bool isInClass) => (escaped, isInClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', true) => @"\0-/:-\uFFFF",
        ('D', false) => "[^0-9]",
        ('w', true) => "a-zA-Z0-9_",
        ('w', false) => "[a-zA-Z0-9_]",
        ('W', true) => @"\0-/:-@\[-\^`{-\uFFFF",
        ('W', false) => "[^a-zA-Z0-9_]",
        ('s', true) => Space,
        ('s', false) => $"[{Space}]",
        ('S', false) => $"[^{Space}]",
        _ => $"\\{escaped}",
    };
}
