using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>
/// Puts values in the place of <c>{"$PARAMETER":"name"}</c> in kwargs: one given beside it (<c>"$PARAMETER.name":3</c>), else that of a run, else that of the
/// suite's <c>suite_parameters</c>. More than a name is an expression of them (<see cref="ParameterExpression"/>).
/// </summary>
internal sealed class SuiteParameters(JsonElement? ofSuite, JsonElement? ofRun)
{
    private const string Marker = "$PARAMETER";

    private readonly Dictionary<string, JsonElement> _used = [];

    /// <summary>The parameters that expectations named, with their values; null when none did.</summary>
    public JsonElement? Used => _used.Count == 0 ? null : JsonSerializer.SerializeToElement(_used);

    /// <summary>The kwargs with all values in place.</summary>
    /// <exception cref="PipelineException">A parameter has no value.</exception>
    public JsonElement Resolve(JsonElement kwargs, SuiteSource source) =>
        kwargs.GetRawText().Contains(Marker, StringComparison.Ordinal)
            ? JsonSerializer.SerializeToElement(Replace(JsonNode.Parse(kwargs.GetRawText()), "kwargs", source))
            : kwargs;

    private JsonNode? Replace(JsonNode? node, string path, SuiteSource source)
    {
        switch (node)
        {
            case JsonObject item when item.TryGetPropertyValue(Marker, out var name):
                return item[$"{Marker}.{name}"] is { } beside ? beside.DeepClone() : Value(name, path, source);
            case JsonObject item:
                return new JsonObject(item.Select(pair => KeyValuePair.Create(pair.Key, Replace(pair.Value, $"{path}.{pair.Key}", source))));
            case JsonArray items:
                return new JsonArray([.. items.Select((item, i) => Replace(item, $"{path}[{i}]", source))]);
            default:
                return node?.DeepClone();
        }
    }

    private JsonNode? Value(JsonNode? name, string path, SuiteSource source)
    {
        if (name is not JsonValue text || text.GetValueKind() is not JsonValueKind.String)
        {
            throw source.Error(path, "$PARAMETER must hold the name of a parameter");
        }

        var key = text.GetValue<string>();
        if (Known(key) is { } found)
        {
            return JsonNode.Parse(found.GetRawText());
        }

        if (!ParameterExpression.IsOne(key))
        {
            throw NoValue(key, path, source);
        }

        try
        {
            return Json(new ParameterExpression(key, variable => Operand(Known(variable) ?? throw NoValue(variable, path, source), variable), TimeProvider.System).Evaluate());
        }
        catch (FormatException invalid)
        {
            throw source.Error(path, $"$PARAMETER: {invalid.Message}");
        }
    }

    private static PipelineException NoValue(string key, string path, SuiteSource source) =>
        source.Error(path, $"the parameter \"{key}\" has no value; give it with --parameters FILE or in the suite's suite_parameters");

    private JsonElement? Known(string key)
    {
        if ((Find(ofRun, key) ?? Find(ofSuite, key)) is not { } found)
        {
            return null;
        }

        _used[key] = found.Clone();
        return found;
    }

    private static object Operand(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when DateTime.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) => time,
        _ => throw new FormatException($"the value of \"{name}\", {value.GetRawText()}, is neither a number nor a time"),
    };

    private static JsonNode Json(object value) => value switch
    {
        long whole => JsonValue.Create(whole),
        double real when double.IsInteger(real) && Math.Abs(real) < 1e15 => JsonNode.Parse(real.ToString("F1", CultureInfo.InvariantCulture))!,
        double real when double.IsFinite(real) => JsonValue.Create(real),
        DateTime time => JsonValue.Create(time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
        _ => throw new FormatException("the value is neither a number nor a time"),
    };

    private static JsonElement? Find(JsonElement? parameters, string name) =>
        parameters is { } given && given.TryGetProperty(name, out var value) ? value : null;
}
