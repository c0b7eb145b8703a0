namespace Analytics.AppHost.Screen;

/// <summary>
/// Fits sections into a terminal so that nothing is cut: lines that are too long are broken at spaces; where there are too many, sections say it in brief,
/// then the empty lines between sections go, and only then is the longest section shortened, which says so.
/// </summary>
internal static class ScreenLayout
{
    private const string Indent = "      ";

    /// <param name="sections">The sections, from top to bottom.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    public static IReadOnlyList<string> Fit(IReadOnlyList<ScreenSection> sections, int width, int height)
    {
        var full = Wrap(sections.Select(section => section.Lines), width);
        var brief = Wrap(sections.Select(section => section.Brief ?? section.Lines), width);
        foreach (var (blocks, gap) in ((List<string>[], bool)[])[(full, true), (brief, true), (brief, false)])
        {
            if (Join(blocks, gap) is var lines && lines.Count <= height)
            {
                return lines;
            }
        }

        while (brief.Sum(block => block.Count) > height && brief.MaxBy(block => block.Count) is { Count: > 2 } longest)
        {
            var hidden = longest[^1].StartsWith($"{Indent}… ", StringComparison.Ordinal) ? int.Parse(longest[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) : 1;
            longest.RemoveRange(longest.Count - 2, 2);
            longest.Add($"{Indent}… {hidden + 1} more lines: the terminal is too small");
        }

        return [.. Join(brief, gap: false).Take(height)];
    }

    private static List<string>[] Wrap(IEnumerable<IReadOnlyList<string>> blocks, int width) => [.. blocks.Select(lines => lines.SelectMany(line => Wrap(line, width)).ToList())];

    private static IEnumerable<string> Wrap(string line, int width)
    {
        while (line.Length > width)
        {
            // Without a space after the indentation there is nothing to break: an address stays whole as far as it fits.
            var space = line.LastIndexOf(' ', width);
            if (space <= Indent.Length)
            {
                yield return line[..width];
                line = Indent + line[width..];
            }
            else
            {
                yield return line[..space];
                line = Indent + line[(space + 1)..];
            }

            if (width <= Indent.Length)
            {
                yield break;
            }
        }

        yield return line;
    }

    private static List<string> Join(List<string>[] blocks, bool gap)
    {
        var lines = new List<string>();
        foreach (var block in blocks.Where(block => block.Count > 0))
        {
            if (gap && lines.Count > 0)
            {
                lines.Add("");
            }

            lines.AddRange(block);
        }

        return lines;
    }
}
