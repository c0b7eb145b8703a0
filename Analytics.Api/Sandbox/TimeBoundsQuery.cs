using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Lake.Sql;

namespace Analytics.Api.Sandbox;

/// <summary>
/// Asks DuckDB for the values of a statement's time conditions. To be run in the transaction of the statement itself: then <c>now()</c> is the same moment in both.
/// </summary>
internal static class TimeBoundsQuery
{
    /// <summary>The tree of a SELECT of the values.</summary>
    /// <param name="anySelect">The tree of some <c>SELECT</c> without a table, as DuckDB gives it.</param>
    /// <param name="conditions">The conditions.</param>
    /// <param name="parameters">Their <see cref="Parameters"/>.</param>
    public static string Tree(string anySelect, IEnumerable<TimeCondition> conditions, IEnumerable<string> parameters)
    {
        var tree = JsonNode.Parse(anySelect)!;
        var statement = tree["statements"]![0]!;
        statement["node"]!["select_list"] = new JsonArray([.. conditions.Select(condition => JsonNode.Parse(condition.Value.GetRawText()))]);
        statement["named_param_map"] = new JsonArray(
            [.. parameters.Select((name, index) => new JsonObject { ["key"] = name, ["value"] = index + 1 })]);
        return tree.ToJsonString();
    }

    /// <summary>The names of the parameters that the conditions use.</summary>
    public static IReadOnlyList<string> Parameters(IEnumerable<TimeCondition> conditions)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var condition in conditions)
        {
            Collect(condition.Value, names);
        }

        return [.. names];
    }

    /// <summary>The query of the values as microseconds since the epoch, UTC, one column each.</summary>
    /// <param name="values">The SELECT of the values.</param>
    /// <param name="count">How many there are.</param>
    public static string Microseconds(string values, int count)
    {
        var names = Enumerable.Range(0, count).Select(index => string.Create(CultureInfo.InvariantCulture, $"v{index}")).ToList();
        return $"SELECT {string.Join(", ", names.Select(name => $"epoch_us(CAST({name} AS TIMESTAMP))"))} FROM ({values}) AS bounds({string.Join(", ", names)})";
    }

    /// <summary>The bounds by table.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="values">Their values; null for one that says nothing, as a comparison with NULL.</param>
    /// <param name="timeColumn">Gives a table's column of times.</param>
    public static Dictionary<string, TimeBounds> Bounds(IReadOnlyList<TimeCondition> conditions, IReadOnlyList<long?> values, Func<string, string> timeColumn)
    {
        var bounds = new Dictionary<string, TimeBounds>(StringComparer.OrdinalIgnoreCase);
        foreach (var (condition, value) in conditions.Zip(values))
        {
            if (value is not { } time || time is <= long.MinValue + 2 or >= long.MaxValue - 2)
            {
                continue;
            }

            var before = bounds.GetValueOrDefault(condition.Table, new TimeBounds(timeColumn(condition.Table), long.MinValue, long.MaxValue));

            // A microsecond more on each side: a value of finer resolution was rounded.
            bounds[condition.Table] = condition.IsLowerBound
                ? before with { From = Math.Max(before.From, time - 1) }
                : before with { To = Math.Min(before.To, time + 2) };
        }

        return bounds;
    }

    private static void Collect(JsonElement element, SortedSet<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, names);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("class", out var type) && type.ValueEquals("PARAMETER"))
            {
                names.Add(element.GetProperty("identifier").GetString()!);
            }

            foreach (var property in element.EnumerateObject())
            {
                Collect(property.Value, names);
            }
        }
    }
}
