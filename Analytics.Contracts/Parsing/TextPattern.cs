using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// A <c>pattern</c> (ECMA-262) as a .NET expression: linear in the length of the text where the syntax allows it, else with a time limit.
/// </summary>
internal sealed class TextPattern
{
    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromSeconds(1);

    private readonly AsciiPattern? _ascii;
    private readonly Regex _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="ArgumentException">The pattern is not valid.</exception>
    public TextPattern(string pattern)
    {
        Pattern = pattern;
        _ascii = AsciiPattern.TryCreate(pattern);
        string translated = Translate(pattern);
        try
        {
            _regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            // Look-around and back-references need backtracking.
            _regex = new Regex(translated, RegexOptions.Compiled | RegexOptions.CultureInvariant, BacktrackingLimit);
        }
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
            return _regex.IsMatch(text[..length]);
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

    /// <summary>ECMA-262 where it differs: <c>\d</c> and <c>\w</c> are ASCII, and <c>$</c> is the very end, not the end before a last newline.</summary>
    private static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        bool isInClass = false;
        for (int index = 0; index < pattern.Length; index++)
        {
            char current = pattern[index];
            if (current == '\\' && index + 1 < pattern.Length)
            {
                char escaped = pattern[++index];
                result.Append((escaped, isInClass) switch
                {
                    ('d', true) => "0-9",
                    ('d', false) => "[0-9]",
                    ('w', true) => "a-zA-Z0-9_",
                    ('w', false) => "[a-zA-Z0-9_]",
                    ('D', false) => "[^0-9]",
                    ('W', false) => "[^a-zA-Z0-9_]",
                    _ => $"\\{escaped}",
                });
                continue;
            }

            isInClass = current switch
            {
                '[' => true,
                ']' => false,
                _ => isInClass,
            };
            result.Append(current == '$' && !isInClass ? @"\z" : current.ToString());
        }

        return result.ToString();
    }
}
