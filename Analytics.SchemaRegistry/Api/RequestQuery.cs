using Microsoft.AspNetCore.WebUtilities;

namespace Analytics.SchemaRegistry.Api;

/// <summary>A query string. Names are case-sensitive; a parameter that is given twice counts as its first, where only one can be.</summary>
internal sealed class RequestQuery
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public RequestQuery(string query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = pair.DecodeName().ToString();
            if (!_values.TryGetValue(name, out var values))
            {
                values = [];
                _values.Add(name, values);
            }

            values.Add(pair.DecodeValue().ToString());
        }
    }

    /// <summary>The value; null when the parameter is not there.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var values) ? values[0] : null;

    public IReadOnlyList<string> Texts(string name) => _values.TryGetValue(name, out var values) ? values : [];

    public void Set(string name, string value) => _values[name] = [value];
}
