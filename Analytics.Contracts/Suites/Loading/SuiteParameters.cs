using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>
/// Puts values in the place of <c>{"$PARAMETER":"name"}</c> in kwargs: those of a run, else those of the suite's <c>suite_parameters</c>.
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
                return Value(name, path, source);
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
        if ((Find(ofRun, key) ?? Find(ofSuite, key)) is not { } found)
        {
            throw source.Error(path, $"the parameter \"{key}\" has no value; give it with --parameters FILE or in the suite's suite_parameters");
        }

        _used[key] = found.Clone();
        return JsonNode.Parse(found.GetRawText());
    }

    private static JsonElement? Find(JsonElement? parameters, string name) =>
        parameters is { } given && given.TryGetProperty(name, out var value) ? value : null;
}
