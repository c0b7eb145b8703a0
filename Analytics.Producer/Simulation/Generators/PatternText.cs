using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>
/// Text that matches a simple regular expression: literals, classes (<c>[A-Z0-9_]</c>, <c>\d</c>, <c>\w</c>), counts (<c>{2}</c>, <c>{1,3}</c>, <c>?</c>, <c>*</c>, <c>+</c>), anchors at the ends.
/// <code>
/// ^[A-Z]{3}-\d+$  gives  KQX-204
/// </code>
/// </summary>
internal sealed class PatternText
{
    private const int MostRepeats = 5;
    private const int Trials = 20;

    private readonly List<(string Characters, int Least, int Most)> _parts = [];

    private PatternText()
    {
    }

    /// <summary>Reads a pattern; null when it has something else, such as groups.</summary>
    public static PatternText? Parse(string pattern)
    {
        var text = new PatternText();
        var end = pattern.EndsWith('$') ? pattern.Length - 1 : pattern.Length;
        for (var i = pattern.StartsWith('^') ? 1 : 0; i < end;)
        {
            if (Characters(pattern, ref i) is not { Length: > 0 } characters)
            {
                return null;
            }

            var (least, most) = Count(pattern, ref i);
            text._parts.Add((characters, least, most));
        }

        return text.Matches(pattern) ? text : null;
    }

    public string Make(Random random)
    {
        var text = new StringBuilder();
        foreach (var (characters, least, most) in _parts)
        {
            for (var count = random.Next(least, most + 1); count > 0; count--)
            {
                text.Append(characters[random.Next(characters.Length)]);
            }
        }

        return text.ToString();
    }

    /// <summary>A mistake in reading the pattern must show here, not as thousands of dead letters.</summary>
    private bool Matches(string pattern)
    {
        try
        {
            var regex = new Regex(pattern, RegexOptions.ECMAScript | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            var random = new Random(1);
            return Enumerable.Range(0, Trials).All(_ => regex.IsMatch(Make(random)));
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string? Characters(string pattern, ref int i)
    {
        switch (pattern[i++])
        {
            case '(' or ')' or '|' or '*' or '+' or '?' or '{':
                return null;
            case '[':
                return Class(pattern, ref i);
            case '\\' when i < pattern.Length:
                return Escape(pattern[i++]);
            case '.':
                return Range('a', 'z');
            case var literal:
                return literal.ToString();
        }
    }

    private static string? Class(string pattern, ref int i)
    {
        var end = pattern.IndexOf(']', i);
        if (end < 0 || pattern[i] == '^')
        {
            return null;
        }

        var characters = new StringBuilder();
        while (i < end)
        {
            if (pattern[i] == '\\')
            {
                characters.Append(Escape(pattern[i + 1]));
                i += 2;
            }
            else if (i + 2 < end && pattern[i + 1] == '-')
            {
                characters.Append(Range(pattern[i], pattern[i + 2]));
                i += 3;
            }
            else
            {
                characters.Append(pattern[i++]);
            }
        }

        i = end + 1;
        return characters.ToString();
    }

    private static string? Escape(char letter) => letter switch
    {
        'd' => Range('0', '9'),
        'w' => Range('a', 'z') + Range('0', '9') + "_",
        's' => " ",
        _ when char.IsLetterOrDigit(letter) => null,
        _ => letter.ToString(),
    };

    private static string Range(char from, char to) => string.Concat(Enumerable.Range(from, Math.Max(0, to - from + 1)).Select(code => (char)code));

    private static (int Least, int Most) Count(string pattern, ref int i)
    {
        if (i >= pattern.Length)
        {
            return (1, 1);
        }

        switch (pattern[i])
        {
            case '?':
                i++;
                return (0, 1);
            case '*':
                i++;
                return (0, MostRepeats);
            case '+':
                i++;
                return (1, MostRepeats);
            case '{' when pattern.IndexOf('}', i) is var end and > 0:
                var bounds = pattern[(i + 1)..end].Split(',');
                i = end + 1;
                var least = int.TryParse(bounds[0], out var low) ? low : 0;
                var most = bounds.Length == 1 ? least : int.TryParse(bounds[1], out var high) ? high : least + MostRepeats;
                return (least, Math.Max(least, most));
            default:
                return (1, 1);
        }
    }
}
