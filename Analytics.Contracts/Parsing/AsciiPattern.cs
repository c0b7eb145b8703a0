namespace Analytics.Contracts.Parsing;

/// <summary>
/// The patterns that most schemas have, matched byte by byte: <c>^</c>, a sequence of ASCII characters and classes with counts, <c>$</c>, such as
/// <c>^u-[0-9]{1,9}$</c>. Only where taking as many characters as possible at each step is sure to be right: what follows a step of variable length
/// shares no character with it. Everything else is left to <see cref="System.Text.RegularExpressions.Regex"/>.
/// </summary>
internal sealed class AsciiPattern
{
    private readonly AsciiPatternStep[] _steps;

    private AsciiPattern(AsciiPatternStep[] steps) => _steps = steps;

    /// <summary>The pattern; null when it is of another form.</summary>
    /// <param name="pattern">A valid expression of ECMA-262.</param>
    public static AsciiPattern? TryCreate(string pattern) =>
        new AsciiPatternReader(pattern).Read() is { } steps && IsUnambiguous(steps) ? new AsciiPattern([.. steps]) : null;

    /// <summary>Whether the whole text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        int position = 0;
        foreach (AsciiPatternStep step in _steps)
        {
            int end = (int)Math.Min(text.Length, (long)position + step.Most);
            int start = position;
            while (position < end && step.Characters.Has(text[position]))
            {
                position++;
            }

            if (position - start < step.Fewest)
            {
                return false;
            }
        }

        return position == text.Length;
    }

    private static bool IsUnambiguous(List<AsciiPatternStep> steps)
    {
        for (int index = 0; index < steps.Count; index++)
        {
            if (steps[index].Fewest == steps[index].Most)
            {
                continue;
            }

            for (int next = index + 1; next < steps.Count; next++)
            {
                if (steps[index].Characters.Overlaps(steps[next].Characters))
                {
                    return false;
                }

                if (steps[next].Fewest > 0)
                {
                    break;
                }
            }
        }

        return true;
    }
}
