using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Reports;

/// <summary>One of the expectations in the reasons of a quarantined row, such as <c>[2] expect_column_values_to_not_be_null(user_id)</c>.</summary>
/// <param name="Index">Its position in the suite.</param>
/// <param name="Type">Its type.</param>
/// <param name="Column">Its column; null where it has none.</param>
internal sealed partial record ReasonText(int Index, string Type, string? Column)
{
    /// <summary>The expectations of a reason; what is not written like this is left out.</summary>
    public static IReadOnlyList<ReasonText> Of(string reason) => [.. Part().Matches(reason).Select(match => new ReasonText(
        int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture),
        match.Groups["type"].Value,
        match.Groups["column"] is { Success: true } column ? column.Value : null))];

    /// <summary>As reports show it: with arguments and notes while the suite still has it.</summary>
    public ReportLine Line(ExpectationSuite suite) =>
        suite.Expectations.ElementAtOrDefault(Index) is { } current && current.Type == Type && current.Column == Column
            ? ReportLine.Of(new ExpectationResult(current, Success: false, []))
            : new ReportLine { Type = Type, Subject = Column, Severity = "critical", Success = false };

    [GeneratedRegex(@"(?:^|; )\[(?<index>\d{1,9})\] (?<type>[a-z0-9_]+)(?:\((?<column>.*?)\))?(?=; \[|$)", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
