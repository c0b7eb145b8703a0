using System.Globalization;
using System.Text.Json.Nodes;

namespace Analytics.Contracts.Suites.Conditions;

/// <summary>
/// The string form of the parser <c>great_expectations</c>: <c>col("x") &gt; 3</c>, <c>col("x").notNull()</c>, <c>col("x") == date("2026-01-31")</c>.
/// Great Expectations ignores all that follows the first condition; here <c>and</c>, <c>or</c>, <c>&amp;</c>, <c>|</c> and parentheses mean what they say.
/// </summary>
internal sealed class LegacyCondition
{
    private readonly ConditionLexer _words;

    private LegacyCondition(string text) => _words = new ConditionLexer(text, escapes: false);

    /// <summary>The condition in the object form.</summary>
    /// <exception cref="ConditionFormatException">It cannot be read.</exception>
    public static JsonObject ToObject(string text)
    {
        var parser = new LegacyCondition(text);
        parser._words.Next();
        var condition = parser.Any();
        return parser._words.Current.Kind is ConditionTokenKind.End ? condition : throw parser._words.Unexpected("\"and\" or \"or\" is expected");
    }

    private JsonObject Any() => Joined("or", All, () => _words.Take("|") || _words.Take("or") || _words.Take("OR"));

    private JsonObject All() => Joined("and", Single, () => _words.Take("&") || _words.Take("and") || _words.Take("AND"));

    private static JsonObject Joined(string type, Func<JsonObject> part, Func<bool> goesOn)
    {
        var parts = new List<JsonObject> { part() };
        while (goesOn())
        {
            parts.Add(part());
        }

        return parts.Count == 1 ? parts[0] : new JsonObject { ["type"] = type, ["conditions"] = new JsonArray([.. parts]) };
    }

    private JsonObject Single()
    {
        if (_words.Take("("))
        {
            var inner = Any();
            _words.Expect(")");
            return inner;
        }

        _words.Expect("col");
        _words.Expect("(");
        var column = new JsonObject { ["name"] = _words.ExpectText() };
        _words.Expect(")");
        return _words.Take(".") ? NotNull(column) : Comparison(column);
    }

    private JsonObject NotNull(JsonObject column)
    {
        if (!_words.Current.Text.Equals("notNull", StringComparison.OrdinalIgnoreCase))
        {
            throw _words.Unexpected("after col(\"…\"). only notNull() is known; for null use the object form {\"type\":\"nullity\",\"is_null\":true};");
        }

        _words.Next();
        _words.Expect("(");
        _words.Expect(")");
        return new JsonObject { ["type"] = "nullity", ["column"] = column, ["is_null"] = false };
    }

    private JsonObject Comparison(JsonObject column)
    {
        var symbol = _words.Current.Text;
        if (_words.Current.Kind is not ConditionTokenKind.Symbol || ComparisonSymbol.Parse(symbol) is null)
        {
            throw _words.Unexpected("one of ==, !=, <, <=, >, >= is expected");
        }

        _words.Next();
        return new JsonObject { ["type"] = "comparison", ["column"] = column, ["operator"] = symbol, ["parameter"] = Value() };
    }

    private JsonNode? Value()
    {
        if (_words.Take("date"))
        {
            _words.Expect("(");
            var text = _words.ExpectText();
            _words.Expect(")");
            return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
                : throw new ConditionFormatException($"date(\"{text}\") is no date; write it like date(\"2026-01-31\")");
        }

        if (_words.Current.Kind is not (ConditionTokenKind.Number or ConditionTokenKind.Text))
        {
            throw _words.Unexpected("a number, a text in quotes or date(\"…\") is expected");
        }

        var value = JsonNode.Parse(_words.Literal().GetRawText());
        _words.Next();
        return value;
    }
}
