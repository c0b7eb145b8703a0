using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Quality.Evaluation.Functions;

/// <summary>A format of Python's <c>strptime</c> (https://docs.python.org/3/library/datetime.html), to tell which texts it parses.</summary>
internal sealed class PythonTimeFormat
{
    private readonly Regex _regex;

    private PythonTimeFormat(Regex regex) => _regex = regex;

    /// <exception cref="FormatException">A directive is unknown.</exception>
    public static PythonTimeFormat Parse(string format)
    {
        var pattern = new StringBuilder(@"\A(?:");
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is '%')
            {
                i++;
                pattern.Append(Directive(i < format.Length ? format[i] : '\0'));
            }
            else
            {
                pattern.Append(char.IsWhiteSpace(format[i]) ? @"\s+" : Regex.Escape(format[i].ToString()));
            }
        }

        return new PythonTimeFormat(new Regex(pattern.Append(@")\z").ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
    }

    /// <summary>Whether the whole text is a time of this format that exists in the calendar.</summary>
    public bool Matches(string text)
    {
        var match = _regex.Match(text);
        if (!match.Success)
        {
            return false;
        }

        var day = Number(match, "d") ?? 1;
        var month = Number(match, "m") ?? (match.Groups["b"] is { Success: true } name ? Month(name.Value) : 1);
        var year = Number(match, "Y") ?? (Number(match, "y") is { } two ? two + (two < 69 ? 2000 : 1900) : 1900);

        // Without a year Python takes 1900, which has no 29 February.
        return year is >= 1 and <= 9999 && day <= DateTime.DaysInMonth(year, month);
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : null;

    private static int Month(string name) =>
        Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames, month => name.StartsWith(month, StringComparison.OrdinalIgnoreCase)) + 1;

    private static string Directive(char letter) => letter switch
    {
        'Y' => @"(?<Y>[0-9]{4})",
        'y' => @"(?<y>[0-9]{2})",
        'm' => @"(?<m>1[0-2]|0[1-9]|[1-9])",
        'd' => @"(?<d>3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9])",
        'H' => @"(?:2[0-3]|[01][0-9]|[0-9])",
        'I' => @"(?:1[0-2]|0[1-9]|[1-9])",
        'M' => @"(?:[0-5][0-9]|[0-9])",
        'S' => @"(?:6[01]|[0-5][0-9]|[0-9])",
        'f' => @"[0-9]{1,6}",
        'j' => @"(?:36[0-6]|3[0-5][0-9]|[12][0-9][0-9]|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9])",
        'p' => @"(?:am|pm)",
        'z' => @"(?:[+-][0-9]{2}:?[0-5][0-9](?::?[0-5][0-9](?:\.[0-9]{1,6})?)?|Z)",
        'Z' => @"(?:utc|gmt)",
        'a' => @"(?:mon|tue|wed|thu|fri|sat|sun)",
        'A' => @"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
        'b' => @"(?<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
        'B' => @"(?<b>january|february|march|april|may|june|july|august|september|october|november|december)",
        'w' => @"[0-6]",
        'u' => @"[1-7]",
        'U' or 'W' => @"(?:5[0-3]|[0-4][0-9]|[0-9])",
        'T' or 'X' => @"(?:2[0-3]|[01][0-9]|[0-9]):(?:[0-5][0-9]|[0-9]):(?:6[01]|[0-5][0-9]|[0-9])",
        'x' => @"(?<m>1[0-2]|0[1-9]|[1-9])/(?<d>3[01]|[12][0-9]|0[1-9]|[1-9])/(?<y>[0-9]{2})",
        'c' => @"(?:mon|tue|wed|thu|fri|sat|sun) (?<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+(?<d>[0-9]{1,2}) [0-9]{1,2}:[0-9]{2}:[0-9]{2} (?<Y>[0-9]{4})",
        '%' => "%",
        _ => throw new FormatException($"%{letter} is no directive of strptime"),
    };
}
