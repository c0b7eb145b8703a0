using System.Globalization;
using System.Text;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;

namespace Analytics.Contracts.Pipelines;

/// <summary>
/// The conditions behind <c>where</c>: comparisons, <c>and</c>, <c>or</c>, <c>not</c>, parentheses, <c>in (…)</c>, <c>is [not] null</c>,
/// columns, numbers, text in single quotes, <c>true</c>, <c>false</c>; a text compared with a timestamp is an RFC 3339 date-time.
/// The result is SQL with the same meaning on both engines: identifiers in double quotes (ANSI), no casts left to chance.
/// </summary>
internal sealed class ConditionParser(ConditionScanner scanner, IReadOnlyList<ColumnDefinition> columns)
{
    private const int MaxDepth = 50;

    private static readonly string[] Comparisons = ["=", "==", "<>", "!=", "<", "<=", ">", ">="];

    private int _depth;

    /// <summary>Takes a condition.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public string Condition()
    {
        if (++_depth > MaxDepth)
        {
            throw new FormatException($"the condition is nested deeper than {MaxDepth}: simplify it.");
        }

        string sql = Joined("or", () => Joined("and", Negation));
        _depth--;
        return sql;
    }

    private string Joined(string word, Func<string> part)
    {
        string sql = part();
        if (!scanner.Current.Is(word))
        {
            return sql;
        }

        var all = new StringBuilder("(").Append(sql);
        while (scanner.TryTakeWord(word))
        {
            all.Append(CultureInfo.InvariantCulture, $" {word} {part()}");
        }

        return all.Append(')').ToString();
    }

    private string Negation()
    {
        int count = 0;
        while (scanner.TryTakeWord("not"))
        {
            count++;
        }

        string sql = Primary();
        return count % 2 == 0 ? sql : $"(not {sql})";
    }

    private string Primary()
    {
        if (scanner.TryTakeSign("("))
        {
            string inner = Condition();
            scanner.ExpectSign(")");
            return $"({inner})";
        }

        ConditionOperand left = Operand();
        if (scanner.TryTakeWord("is"))
        {
            bool isNot = scanner.TryTakeWord("not");
            return scanner.TryTakeWord("null") ? $"({left.Sql} is {(isNot ? "not " : "")}null)" : throw scanner.Unexpected("\"null\" or \"not null\"");
        }

        bool isNegated = scanner.TryTakeWord("not");
        if (scanner.TryTakeWord("in"))
        {
            return $"({left.Sql} {(isNegated ? "not " : "")}in ({string.Join(", ", Alternatives(left))}))";
        }

        if (isNegated)
        {
            throw scanner.Unexpected("\"in\"");
        }

        if (scanner.Current.Kind == ConditionTokenKind.Sign && Comparisons.Contains(scanner.Current.Text))
        {
            string sign = scanner.Take().Text switch
            {
                "==" => "=",
                "!=" => "<>",
                string other => other,
            };
            ConditionOperand right = Operand();
            (string leftSql, string rightSql) = Matched(left, right);
            return $"({leftSql} {sign} {rightSql})";
        }

        return left.Type == ColumnType.Boolean ? left.Sql : throw scanner.Unexpected("a comparison (=, <>, <, <=, >, >=), in (…) or is [not] null");
    }

    private List<string> Alternatives(ConditionOperand left)
    {
        List<string> alternatives = [];
        scanner.ExpectSign("(");
        do
        {
            ConditionOperand literal = Operand();
            if (literal.IsColumn)
            {
                throw new FormatException($"in (…) takes literals, not the column {literal.Sql}: compare columns with = and or.");
            }

            alternatives.Add(Matched(left, literal).Right);
        }
        while (scanner.TryTakeSign(","));
        scanner.ExpectSign(")");
        return alternatives;
    }

    private ConditionOperand Operand()
    {
        ConditionToken token = scanner.Current;
        switch (token.Kind)
        {
            case ConditionTokenKind.Number:
                scanner.Take();
                return Number(token);
            case ConditionTokenKind.Text when token.Text.AsSpan().IndexOfAny('\\', '\0') >= 0:
                throw new FormatException("text with a backslash or NUL is not allowed in a condition, since engines read it differently.");
            case ConditionTokenKind.Text:
                scanner.Take();
                return new ConditionOperand(ColumnType.String, $"'{token.Text.Replace("'", "''", StringComparison.Ordinal)}'", token.Text, IsColumn: false);
            case ConditionTokenKind.Word when token.Is("true") || token.Is("false"):
                scanner.Take();
                return new ConditionOperand(ColumnType.Boolean, token.Is("true") ? "true" : "false", null, IsColumn: false);
            case ConditionTokenKind.Word:
                ColumnDefinition column = columns.FirstOrDefault(candidate => candidate.Name == token.Text)
                    ?? throw new FormatException($"the schema has no property \"{token.Text}\": it has {string.Join(", ", columns.Select(each => each.Name))}.");
                scanner.Take();
                return new ConditionOperand(column.Type, $"\"{column.Name}\"", null, IsColumn: true);
            default:
                throw scanner.Unexpected("a column, number or 'text'");
        }
    }

    private static ConditionOperand Number(ConditionToken token)
    {
        if (long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return new ConditionOperand(ColumnType.Int64, integer.ToString(CultureInfo.InvariantCulture), null, IsColumn: false);
        }

        // "e0" makes it a double on both engines, which else read 0.1 as a decimal.
        return double.TryParse(token.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double real)
            && double.IsFinite(real)
            ? new ConditionOperand(ColumnType.Double, token.Text.Contains('e', StringComparison.OrdinalIgnoreCase) ? token.Text : token.Text + "e0", null, IsColumn: false)
            : throw new FormatException($"\"{token.Text}\" at character {token.Position} is no number.");
    }

    private static (string Left, string Right) Matched(ConditionOperand left, ConditionOperand right)
    {
        if (left.Type == ColumnType.Timestamp && right.Literal is not null)
        {
            return (left.Sql, Timestamp(right.Literal));
        }

        if (right.Type == ColumnType.Timestamp && left.Literal is not null)
        {
            return (Timestamp(left.Literal), right.Sql);
        }

        bool areNumbers = IsNumber(left) && IsNumber(right);
        bool isMatch = areNumbers || (left.Type == right.Type && left.Type != ColumnType.Json);
        return isMatch
            ? (left.Sql, right.Sql)
            : throw new FormatException($"{left.Sql} is {left.Type} and {right.Sql} is {right.Type}: they can't be compared.");
    }

    private static bool IsNumber(ConditionOperand operand) => operand.Type is ColumnType.Int64 or ColumnType.Double;

    private static string Timestamp(string literal)
    {
        if (!Rfc3339.TryParse(Encoding.UTF8.GetBytes(literal), out long micros))
        {
            throw new FormatException($"'{literal}' is no date-time: write it as '2026-01-31T12:00:00Z'.");
        }

        DateTime time = DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
        return $"TIMESTAMP '{time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";
    }
}
