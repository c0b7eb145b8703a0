using Analytics.Contracts.Suites;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Functions;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// <c>…_{match,not_match}_{regex,like_pattern}[_list]</c>: a regular expression is searched for, not anchored; a LIKE pattern covers the whole text
/// and ignores the case of ASCII letters, as SQLite does. Numbers are matched as text.
/// </summary>
/// <param name="expectation">The expectation.</param>
/// <param name="relation">The data.</param>
/// <param name="argument">The argument that holds the pattern or the patterns.</param>
/// <param name="matching">Whether values have to match: any of a list, or all with <c>match_on</c> <c>all</c>; else they may match none.</param>
internal sealed class ValuesMatchPatterns(Expectation expectation, Relation relation, string argument, bool matching) : ColumnValueEvaluator(expectation, relation)
{
    private bool IsLike => argument.StartsWith("like", StringComparison.Ordinal);

    /// <summary>Great Expectations evaluates LIKE in databases only, whose results have no row numbers.</summary>
    protected override bool ShowsRowNumbers => !IsLike;

    protected override string Expected
    {
        get
        {
            var text = ColumnText.Sql(Subject, Rows);
            var patterns = argument.EndsWith("_list", StringComparison.Ordinal) ? Expectation.Items(argument) : [Expectation.Argument(argument)!.Value];
            var matches = patterns.Select(pattern => IsLike ? Like(text, pattern.GetString()!) : PythonRegex.Matches(text, pattern.GetString()!));
            var all = matching && Expectation.Text("match_on") is "all";
            return $"{(matching ? "" : "NOT ")}({string.Join(all ? " AND " : " OR ", matches)})";
        }
    }

    /// <summary>DuckDB's ILIKE ignores the case of all letters.</summary>
    private static string Like(string text, string pattern)
    {
        var lower = string.Concat(pattern.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));
        return $"translate({text}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') LIKE {LakeSql.Literal(lower)}";
    }
}
