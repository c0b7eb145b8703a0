using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Contracts.Suites.Conditions;

/// <summary>
/// Reads <c>row_condition</c>: an object (<c>comparison</c>, <c>nullity</c>, <c>and</c>, <c>or</c>, <c>pass_through</c>), or a string of a
/// <c>condition_parser</c>, which is turned into the object form.
/// </summary>
internal static class ConditionReader
{
    private const int MostConditions = 100;

    /// <summary>The object form of what a suite gives.</summary>
    /// <param name="given">A JSON object or string.</param>
    /// <param name="parser"><c>condition_parser</c>: null for pandas.</param>
    /// <exception cref="ConditionFormatException">It cannot be read.</exception>
    public static JsonElement Normalise(JsonElement given, string? parser) => given.ValueKind switch
    {
        JsonValueKind.Object => given,
        JsonValueKind.String when parser is "great_expectations" or "great_expectations__experimental__" => Element(LegacyCondition.ToObject(given.GetString()!)),
        JsonValueKind.String => Element(new JsonObject { ["pass_through_filter"] = given.GetString(), ["type"] = "pass_through" }),
        _ => throw new ConditionFormatException($"{given.GetRawText()} is neither an object nor a string"),
    };

    /// <summary>The condition of an object form.</summary>
    /// <exception cref="ConditionFormatException">It cannot be read.</exception>
    public static RowCondition Read(JsonElement given)
    {
        var count = 0;
        return Read(given, ref count, null);
    }

    private static RowCondition Read(JsonElement given, ref int count, string? within)
    {
        var type = Text(given, "type");
        if (type is "or" && within is not null)
        {
            throw new ConditionFormatException($"an \"or\" within an \"{within}\" is not supported; write the \"or\" outermost");
        }

        if (type is not ("and" or "or") && ++count > MostConditions)
        {
            throw new ConditionFormatException($"more than {MostConditions} conditions; use IN with a list");
        }

        return type switch
        {
            "comparison" => Comparison(given),
            "nullity" => new NullityCondition(Column(given), Field(given, "is_null", JsonValueKind.True, JsonValueKind.False).GetBoolean()),
            "pass_through" => PandasQuery.Parse(Text(given, "pass_through_filter")),
            "and" or "or" => Combined(given, type, ref count),
            _ => throw new ConditionFormatException($"unknown type \"{type}\"; use comparison, nullity, and, or or pass_through"),
        };
    }

    private static CombinedCondition Combined(JsonElement given, string type, ref int count)
    {
        var conditions = new List<RowCondition>();
        foreach (var item in Field(given, "conditions", JsonValueKind.Array).EnumerateArray())
        {
            conditions.Add(Read(item, ref count, type));
        }

        return conditions.Count > 0 ? new CombinedCondition(type is "and", conditions) : throw new ConditionFormatException($"\"{type}\" has no conditions");
    }

    private static RowCondition Comparison(JsonElement given)
    {
        var symbol = Text(given, "operator");
        if (symbol is "IN" or "NOT_IN")
        {
            return new MembershipCondition(Column(given), [.. Field(given, "parameter", JsonValueKind.Array).EnumerateArray()], symbol is "IN");
        }

        var comparison = ComparisonSymbol.Parse(symbol)
            ?? throw new ConditionFormatException($"unknown operator \"{symbol}\"; use ==, !=, <, <=, >, >=, IN or NOT_IN");
        var parameter = Field(given, "parameter", JsonValueKind.Number, JsonValueKind.String, JsonValueKind.True, JsonValueKind.False);
        return new ComparisonCondition(new ConditionOperand(Column(given)), comparison, new ConditionOperand(null, parameter));
    }

    private static string Column(JsonElement given) => Text(Field(given, "column", JsonValueKind.Object), "name");

    private static string Text(JsonElement given, string name) => Field(given, name, JsonValueKind.String).GetString()!;

    private static JsonElement Field(JsonElement given, string name, params ReadOnlySpan<JsonValueKind> kinds) =>
        given.ValueKind is JsonValueKind.Object && given.TryGetProperty(name, out var value) && kinds.Contains(value.ValueKind)
            ? value
            : throw new ConditionFormatException($"{given.GetRawText()}: \"{name}\" is required and must be {string.Join(" or ", kinds.ToArray()).ToLowerInvariant()}");

    private static JsonElement Element(JsonObject node) => JsonSerializer.SerializeToElement(node);
}
