using System.Globalization;

namespace Analytics.Contracts.Parsing;

/// <summary>Reads a pattern of the form that <see cref="AsciiPattern"/> matches. Whatever else it meets ends it: the pattern is then of another form.</summary>
internal sealed class AsciiPatternReader(string pattern)
{
    private static readonly AsciiSet Digits = AsciiSet.Of('0', '9');
    private static readonly AsciiSet WordCharacters = Digits | AsciiSet.Of('a', 'z') | AsciiSet.Of('A', 'Z') | AsciiSet.Of('_', '_');

    private int _position;

    /// <summary>The steps between <c>^</c> and <c>$</c>; null when the pattern is of another form.</summary>
    public List<AsciiPatternStep>? Read()
    {
        if (pattern is not ['^', .., '$'])
        {
            return null;
        }

        List<AsciiPatternStep> steps = [];
        for (_position = 1; _position < pattern.Length - 1;)
        {
            if (Characters() is not { } characters || Count() is not { } count)
            {
                return null;
            }

            steps.Add(new AsciiPatternStep(characters, count.Fewest, count.Most));
        }

        return _position == pattern.Length - 1 ? steps : null;
    }

    private AsciiSet? Characters()
    {
        char first = pattern[_position++];
        return first switch
        {
            '[' => Class(),
            '\\' => Escaped(),
            '(' or ')' or ']' or '{' or '}' or '|' or '.' or '*' or '+' or '?' or '^' or '$' => null,
            _ => Single(first),
        };
    }

    private AsciiSet? Class()
    {
        AsciiSet set = default;
        for (bool isFirst = true; _position < pattern.Length; isFirst = false)
        {
            char current = pattern[_position++];
            if (current == ']')
            {
                return isFirst ? null : set;
            }

            AsciiSet? member = current switch
            {
                '\\' => Escaped(),
                '[' => null,
                '^' when isFirst => null,
                _ => Single(current),
            };
            if (member is null)
            {
                return null;
            }

            if (_position + 1 < pattern.Length && pattern[_position] == '-' && pattern[_position + 1] != ']')
            {
                char last = pattern[_position + 1];
                if (current == '\\' || last is '\\' or '[' || last < current || !char.IsAscii(last))
                {
                    return null;
                }

                member = AsciiSet.Of(current, last);
                _position += 2;
            }

            set |= member.Value;
        }

        return null;
    }

    private AsciiSet? Escaped()
    {
        char escaped = pattern[_position++];
        return escaped switch
        {
            'd' => Digits,
            'w' => WordCharacters,
            // No escape of a regular expression: refused there.
            '_' => null,
            _ => char.IsAscii(escaped) && !char.IsAsciiLetterOrDigit(escaped) ? Single(escaped) : null,
        };
    }

    private (int Fewest, int Most)? Count()
    {
        if (_position >= pattern.Length || pattern[_position] is not ('*' or '+' or '?' or '{'))
        {
            return (1, 1);
        }

        (int Fewest, int Most)? count = pattern[_position] switch
        {
            '*' => (0, int.MaxValue),
            '+' => (1, int.MaxValue),
            '?' => (0, 1),
            _ => Braces(),
        };

        // A count after a count makes it lazy or possessive: another form.
        _position++;
        return _position < pattern.Length && pattern[_position] is ('*' or '+' or '?' or '{') ? null : count;
    }

    private (int Fewest, int Most)? Braces()
    {
        int end = pattern.IndexOf('}', _position);
        if (end < 0)
        {
            return null;
        }

        string[] parts = pattern[(_position + 1)..end].Split(',');
        _position = end;
        return parts switch
        {
            [var exactly] when Number(exactly) is { } number => (number, number),
            [var fewest, ""] when Number(fewest) is { } number => (number, int.MaxValue),
            [var fewest, var most] when Number(fewest) is { } from && Number(most) is { } to && from <= to => (from, to),
            _ => null,
        };
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static AsciiSet? Single(char character) => char.IsAscii(character) ? AsciiSet.Of(character, character) : null;
}
