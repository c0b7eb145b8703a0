using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>
/// Takes one object apart into columns of their own, level by level, so that Spark computes each of them once: the names and values of its properties,
/// then each declared property as JSON text, then the objects below it.
/// </summary>
internal sealed class SparkObject
{
    private readonly SparkStages _stages;
    private readonly SparkValueCheck _check;
    private readonly ObjectRules _rules;
    private readonly string _place;
    private readonly string _keys;
    private readonly int _level;
    private readonly Dictionary<string, SparkValue> _values = [];
    private readonly List<SparkObject> _nested = [];

    /// <summary>Adds the columns of an object.</summary>
    /// <param name="stages">Takes the columns.</param>
    /// <param name="check">Checks values.</param>
    /// <param name="rules">What the object must satisfy.</param>
    /// <param name="place">Its place in an event, such as <c>context.</c>.</param>
    /// <param name="json">A column with the object's text; NULL or anything else where it is none.</param>
    /// <param name="isObject">When it is one.</param>
    /// <param name="level">The level at which that column can be used.</param>
    public SparkObject(SparkStages stages, SparkValueCheck check, ObjectRules rules, string place, string json, string isObject, int level)
    {
        (_stages, _check, _rules, _place, _level) = (stages, check, rules, place, level + 2);
        _keys = stages.Add(level, $"CASE WHEN {isObject} THEN {SparkJson.Keys(json)} END");
        string values = stages.Add(level, $"CASE WHEN {isObject} THEN {SparkJson.Values(json)} END");
        foreach (PropertyRule property in rules.Properties)
        {
            _values[property.Name] = SparkValue.Columns(stages, level + 1, SparkJson.Value(_keys, values, property.Name), property.Value);
        }
    }

    /// <summary>A property's value; null when the property is not declared.</summary>
    public SparkValue? Value(string property) => _values.GetValueOrDefault(property);

    /// <summary>The first thing that is wrong with the object: property and keyword, a STRING; NULL when nothing is.</summary>
    /// <param name="columns">The columns that take its properties.</param>
    /// <exception cref="PipelineException">SQL can't express a rule.</exception>
    public string Broken(IReadOnlyList<ColumnDefinition> columns)
    {
        List<string> faults = [.. _rules.Properties.Select(property => Broken(property, columns))];
        if (!_rules.AllowsAdditional)
        {
            string isUnknown = Names.Length == 0 ? $"size({_keys}) > 0" : $"size(array_except({_keys}, array({Names}))) > 0";
            faults.Add($"CASE WHEN {isUnknown} THEN {SparkText.Literal($"{_place}additionalProperties")} END");
        }
        else if (_rules.Additional is not null)
        {
            throw _check.Refused("additionalProperties", _place.TrimEnd('.'), "a schema");
        }

        return faults.Count == 0 ? "CAST(NULL AS STRING)" : $"coalesce({string.Join(", ", faults)}, NULL)";
    }

    /// <summary>Whether a declared property occurs twice, in this object or one below that has rules. BOOLEAN. Call it after <see cref="Broken(IReadOnlyList{ColumnDefinition})"/>.</summary>
    public string Repeats()
    {
        string declared = $"filter({_keys}, _k -> _k IN ({Names}))";
        string here = Names.Length == 0
            ? "false"
            : $"CASE WHEN size({_keys}) > size(array_distinct({_keys})) THEN size({declared}) > size(array_distinct({declared})) ELSE false END";
        return string.Join(" OR ", _nested.Select(nested => nested.Repeats()).Prepend($"({here})"));
    }

    private string Names => SparkText.Literals(_rules.Properties.Select(property => property.Name));

    private string Broken(PropertyRule property, IReadOnlyList<ColumnDefinition> columns)
    {
        SparkValue value = _values[property.Name];
        string place = $"{_place}{property.Name}";
        ColumnType? type = columns.FirstOrDefault(column => column.Name == property.Name)?.Type;
        string missing = property.IsRequired ? SparkText.Literal("required") : "NULL";
        string broken = _check.Broken(value, property.Value, place, type, rules => Nested(rules, $"{place}.", value.Json));
        return $"concat({SparkText.Literal($"{place}: ")}, CASE WHEN {value.Json} IS NULL THEN {missing} ELSE {broken} END)";
    }

    private string Nested(ObjectRules rules, string place, string value)
    {
        var nested = new SparkObject(_stages, _check, rules, place, value, $"startswith({value}, '{{')", _level);
        _nested.Add(nested);
        return nested.Broken([]);
    }
}
