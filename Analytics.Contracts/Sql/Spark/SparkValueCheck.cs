using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>What is wrong with a value by the rules of its schema, as Spark SQL: the keyword that it breaks, a STRING, or NULL.</summary>
/// <param name="source">Names the schema in errors.</param>
internal sealed class SparkValueCheck(string source)
{
    private const int LongestForGroups = 1000;

    /// <summary>Of a value that is there.</summary>
    /// <param name="value">The value.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="place">The value's place in an event, for errors.</param>
    /// <param name="column">The type of the column that takes the value, which must fit it; null where it stays text.</param>
    /// <param name="nested">Gives the check of an object by its rules; null where objects with rules can't be checked.</param>
    /// <exception cref="PipelineException">SQL can't express a rule.</exception>
    public string Broken(SparkValue value, ValueRules rules, string place, ColumnType? column, Func<ObjectRules, string>? nested)
    {
        string json = value.Json;
        string isNull = Null(rules);
        string objects = !Has(rules, JsonTypes.Object) ? "'type'" : rules.Literals is { } all ? SparkText.Literal(all.Keyword) : Object(rules.Object, place, nested);
        string arrays = !Has(rules, JsonTypes.Array) ? "'type'" : rules.Literals is { } every ? SparkText.Literal(every.Keyword) : Array(json, rules.Array, place);
        string strings = Has(rules, JsonTypes.String) ? Text(value, rules, place) : "'type'";
        string booleans = Has(rules, JsonTypes.Boolean) ? Boolean(json, rules) : "'type'";
        string numbers = Has(rules, JsonTypes.Integer) ? Number(value, rules, column) : "'type'";
        return $"CASE left({json}, 1) WHEN 'n' THEN {isNull} WHEN '\"' THEN {strings} WHEN '{{' THEN {objects} WHEN '[' THEN {arrays} WHEN 't' THEN {booleans} WHEN 'f' THEN {booleans} ELSE {numbers} END";
    }

    private static bool Has(ValueRules rules, JsonTypes type) => (rules.Types & type) == type;

    private static string Null(ValueRules rules) => !Has(rules, JsonTypes.Null) ? "'type'"
        : rules.Literals is { } literals && (literals.Types & JsonTypes.Null) == 0 ? SparkText.Literal(literals.Keyword)
        : "NULL";

    private static string Boolean(string json, ValueRules rules)
    {
        if (rules.Literals is not { } literals)
        {
            return "NULL";
        }

        List<string> allowed = [];
        if (literals.Has(true))
        {
            allowed.Add("true");
        }

        if (literals.Has(false))
        {
            allowed.Add("false");
        }

        return allowed.Count == 0 ? SparkText.Literal(literals.Keyword) : $"CASE WHEN {json} NOT IN ({SparkText.Literals(allowed)}) THEN {SparkText.Literal(literals.Keyword)} END";
    }

    private static string Number(SparkValue value, ValueRules rules, ColumnType? column)
    {
        List<(string Condition, string Keyword)> faults = [];
        if (!Has(rules, JsonTypes.Number))
        {
            faults.Add(($"NOT {SparkNumber.IsIntegral(value.Json)}", "type"));
        }

        switch (column)
        {
            case ColumnType.Int64:
                faults.Add(($"({value.Int64}) IS NULL", "type"));
                break;
            case ColumnType.Double:
                faults.Add(($"({SparkNumber.Double(value.Json)}) IS NULL", "type"));
                break;
        }

        if (rules.Literals is { } literals)
        {
            string allowed = string.Join(", ", literals.Integers.Order().Select(SparkText.Bigint));
            faults.Add((allowed.Length == 0 ? "true" : $"coalesce(({value.Int64}) NOT IN ({allowed}), true)", literals.Keyword));
        }

        if (rules.Bounds is { } bounds)
        {
            faults.Add((SparkNumber.Breaks(value.Json, value.Int64, bounds), "minimum or maximum"));
        }

        return First(faults);
    }

    private string Text(SparkValue value, ValueRules rules, string place)
    {
        string text = value.Text;
        List<(string Condition, string Keyword)> faults = [];
        if (rules.Literals is { } literals)
        {
            string[] allowed = [.. literals.Texts];
            faults.Add((allowed.Length == 0 ? "true" : $"{text} NOT IN ({SparkText.Literals(allowed)})", literals.Keyword));
        }

        if (rules.MinLength > 0)
        {
            faults.Add(($"length({text}) < {rules.MinLength}", "minLength"));
        }

        if (rules.MaxLength != int.MaxValue)
        {
            faults.Add(($"length({text}) > {rules.MaxLength}", "maxLength"));
        }

        if (rules.Format == StringFormat.Uuid)
        {
            faults.Add(($"NOT {text} RLIKE {SparkText.Literal(@"\A[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z")}", "format"));
        }

        if (rules.Pattern is { } pattern)
        {
            faults.Add(($"NOT {text} RLIKE {SparkText.Literal(Java(pattern.Pattern, rules, place))}", "pattern"));
        }

        if (rules.Format == StringFormat.DateTime)
        {
            faults.Add(($"({value.Time}) IS NULL", "format"));
        }

        return First(faults);
    }

    private string Java(string pattern, ValueRules rules, string place)
    {
        try
        {
            return SparkPattern.Translate(pattern, rules.MaxLength <= LongestForGroups);
        }
        catch (FormatException exception)
        {
            throw Refused("pattern", place, $"{pattern}: {exception.Message}");
        }
    }

    private string Object(ObjectRules? rules, string place, Func<ObjectRules, string>? nested)
    {
        if (rules is null || (rules.Properties.Count == 0 && rules.AllowsAdditional && rules.Additional is null))
        {
            return "NULL";
        }

        return nested?.Invoke(rules) ?? throw Refused("properties", place, "objects with rules within an array");
    }

    private string Array(string json, ArrayRules? rules, string place)
    {
        if (rules is null || rules is { Items: null, MinItems: 0, MaxItems: int.MaxValue })
        {
            return "NULL";
        }

        string items = SparkJson.Items(json);
        List<(string Condition, string Keyword)> faults = [];
        if (rules.Items is { } item)
        {
            if (item.Array is { Items: not null } or { MinItems: > 0 } or { MaxItems: not int.MaxValue })
            {
                throw Refused("items", place, "arrays with rules within an array");
            }

            faults.Add(($"exists({items}, _x -> ({Broken(SparkValue.Inline("_x"), item, $"{place}[]", column: null, nested: null)}) IS NOT NULL)", "items"));
        }

        if (rules.MinItems > 0)
        {
            faults.Add(($"size({items}) < {rules.MinItems}", "minItems"));
        }

        if (rules.MaxItems != int.MaxValue)
        {
            faults.Add(($"size({items}) > {rules.MaxItems}", "maxItems"));
        }

        return First(faults);
    }

    private static string First(List<(string Condition, string Keyword)> faults) => faults.Count == 0
        ? "NULL"
        : $"CASE {string.Join(" ", faults.Select(fault => $"WHEN {fault.Condition} THEN {SparkText.Literal(fault.Keyword)}"))} END";

    /// <summary>The error that names a rule which SQL can't express.</summary>
    public PipelineException Refused(string keyword, string place, string what) =>
        new(source, null, $"{place}: {keyword} ({what}) can't be checked by the Spark engine: leave it out, or use the embedded engine.");
}
