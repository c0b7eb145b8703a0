using System.Text.Json;

namespace Analytics.Contracts.Suites.Conditions;

/// <summary>
/// The part of pandas' query language that picks rows by comparisons: <c>==</c> … <c>&gt;=</c> (chains too), <c>in</c>, <c>not in</c>,
/// <c>and or not &amp; | ~</c>, <c>x.isnull()</c>, names in backticks. <c>&amp;</c> and <c>|</c> bind like <c>and</c> and <c>or</c>, as in pandas.
/// Arithmetic, functions and variables are refused.
/// </summary>
internal sealed class PandasQuery
{
    private readonly ConditionLexer _words;

    private PandasQuery(string text) => _words = new ConditionLexer(text, escapes: true);

    /// <exception cref="ConditionFormatException">It cannot be read, or is beyond what is supported.</exception>
    public static RowCondition Parse(string text)
    {
        var parser = new PandasQuery(text);
        parser._words.Next();
        var condition = parser.Any();
        return parser._words.Current.Kind is ConditionTokenKind.End ? condition
            : throw parser._words.Unexpected("only comparisons, in, isnull(), and, or, not are supported in a pandas query; something else comes");
    }

    private RowCondition Any() => Joined(all: false, All, () => _words.Take("|") || _words.Take("or"));

    private RowCondition All() => Joined(all: true, Not, () => _words.Take("&") || _words.Take("and"));

    private static RowCondition Joined(bool all, Func<RowCondition> part, Func<bool> goesOn)
    {
        var parts = new List<RowCondition> { part() };
        while (goesOn())
        {
            parts.Add(part());
        }

        return parts.Count == 1 ? parts[0] : new CombinedCondition(all, parts);
    }

    private RowCondition Not()
    {
        if (_words.Take("not"))
        {
            return new NegatedCondition(Not());
        }

        if (_words.Take("~"))
        {
            return new NegatedCondition(_words.Take("(") ? Closed() : Flag(Operand()));
        }

        return _words.Take("(") ? Closed() : Comparisons(Operand());
    }

    private RowCondition Closed()
    {
        var inner = Any();
        _words.Expect(")");
        return inner;
    }

    private RowCondition Comparisons(ConditionOperand left)
    {
        var parts = new List<RowCondition>();
        while (true)
        {
            if (_words.Take("in"))
            {
                return new MembershipCondition(Name(left), List(), Within: true);
            }

            if (_words.Take("not"))
            {
                _words.Expect("in");
                return new MembershipCondition(Name(left), List(), Within: false);
            }

            if (_words.Current.Kind is not ConditionTokenKind.Symbol || ComparisonSymbol.Parse(_words.Current.Text) is not { } comparison)
            {
                return parts.Count switch { 0 => Flag(left), 1 => parts[0], _ => new CombinedCondition(All: true, parts) };
            }

            _words.Next();
            if (_words.Current.Text is "[" && comparison is (ComparisonOperator.Equal or ComparisonOperator.NotEqual))
            {
                return new MembershipCondition(Name(left), List(), comparison is ComparisonOperator.Equal);
            }

            var right = Operand();
            if (left.Column is null && right.Column is null)
            {
                throw _words.Unexpected("a comparison needs a column; two values are compared");
            }

            parts.Add(new ComparisonCondition(left, comparison, right));
            left = right;
        }
    }

    /// <summary>A column alone, as in <c>active</c>, or a method of it, as in <c>x.isnull()</c>.</summary>
    private RowCondition Flag(ConditionOperand operand)
    {
        var column = Name(operand);
        if (!_words.Take("."))
        {
            return new ComparisonCondition(operand, ComparisonOperator.Equal, new ConditionOperand(null, JsonSerializer.SerializeToElement(true)));
        }

        var method = _words.Current.Text;
        if (method is not ("isnull" or "isna" or "notnull" or "notna"))
        {
            throw _words.Unexpected("of methods only isnull(), isna(), notnull() and notna() are supported; another comes");
        }

        _words.Next();
        _words.Expect("(");
        _words.Expect(")");
        return new NullityCondition(column, method[0] is 'i');
    }

    private List<JsonElement> List()
    {
        var close = _words.Take("[") ? "]" : _words.Take("(") ? ")" : throw _words.Unexpected("a list of values in brackets is expected");
        var values = new List<JsonElement>();
        while (!_words.Take(close))
        {
            var item = Operand();
            values.Add(item.Column is null ? item.Value : throw _words.Unexpected("a list may hold only numbers and texts; a name comes"));
            if (!_words.Take(","))
            {
                _words.Expect(close);
                break;
            }
        }

        return values;
    }

    private ConditionOperand Operand()
    {
        var word = _words.Current;
        var operand = (word.Kind, word.Text) switch
        {
            (ConditionTokenKind.Number or ConditionTokenKind.Text, _) => new ConditionOperand(null, _words.Literal()),
            (ConditionTokenKind.Name, "True" or "true") => new ConditionOperand(null, JsonSerializer.SerializeToElement(true)),
            (ConditionTokenKind.Name, "False" or "false") => new ConditionOperand(null, JsonSerializer.SerializeToElement(false)),
            (ConditionTokenKind.Name or ConditionTokenKind.QuotedName, _) => new ConditionOperand(word.Text),
            _ => throw _words.Unexpected("a column, a number or a text in quotes is expected"),
        };
        _words.Next();
        return operand;
    }

    private string Name(ConditionOperand operand) => operand.Column ?? throw _words.Unexpected("a column is expected on the left");
}
