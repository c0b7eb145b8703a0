using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>
/// Identifiers of metrics as Great Expectations makes them: the metric's name, then a digest of the arguments that say where it is computed, then one of
/// those that say how, such as <c>MetricConfigurationID(metric_name='column.mean', metric_domain_kwargs_id='2a68…', metric_value_kwargs_id=())</c>.
/// </summary>
internal static class MetricId
{
    public static string Of(FailedMetric metric, Expectation expectation, string? batchId)
    {
        var kwargs = KwargsJson.Of(expectation, batchId);
        var domain = new JsonObject { ["batch_id"] = batchId, ["table"] = null };
        foreach (var name in Domain(expectation))
        {
            domain[name] = kwargs[name]?.DeepClone();
        }

        var values = new JsonObject(metric.Arguments.Select(argument =>
            KeyValuePair.Create(argument.Name, (argument.Name is "quantiles" ? kwargs["quantile_ranges"]?["quantiles"] : kwargs[argument.Name])?.DeepClone() ?? JsonSerializer.SerializeToNode(argument.Default))));
        return $"MetricConfigurationID(metric_name='{metric.Name}', metric_domain_kwargs_id={Digest(domain)}, metric_value_kwargs_id={Digest(values)})";
    }

    private static string[] Domain(Expectation expectation)
    {
        string[] rows = ["row_condition", "condition_parser"];
        return expectation.Column is not null ? ["column", .. rows]
            : expectation.Argument("column_A") is not null ? ["column_A", "column_B", .. rows, "ignore_row_if"]
            : ["column_list", .. rows, "ignore_row_if"];
    }

    /// <summary>Nothing is <c>()</c>, one argument <c>'name=value'</c>, more are the MD5 of their JSON.</summary>
    private static string Digest(JsonObject arguments) => arguments.Count switch
    {
        0 => "()",
        1 => $"'{arguments.Single().Key}={(arguments.Single().Value is JsonValue text && text.GetValueKind() is JsonValueKind.String ? text.GetValue<string>() : Python(arguments.Single().Value, "'"))}'",
#pragma warning disable CA5351 // An identifier, not a secret: the digest is that of Great Expectations.
        _ => $"'{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Python(arguments, "\""))))}'",
#pragma warning restore CA5351
    };

    /// <summary>A value as Python's <c>json.dumps</c> writes it, keys sorted; or, with single quotes, its <c>repr</c>.</summary>
    private static string Python(JsonNode? node, string quote) => node switch
    {
        JsonObject item => "{" + string.Join(", ", Sorted(item, quote).Select(pair => $"{quote}{pair.Key}{quote}: {Python(pair.Value, quote)}")) + "}",
        JsonArray items => "[" + string.Join(", ", items.Select(item => Python(item, quote))) + "]",
        null => quote is "'" ? "None" : "null",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => quote + Escaped(node.GetValue<string>(), quote) + quote,
            JsonValueKind.True => quote is "'" ? "True" : "true",
            JsonValueKind.False => quote is "'" ? "False" : "false",
            _ => node.ToJsonString(),
        },
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Sorted(JsonObject item, string quote) =>
        quote is "'" ? item : item.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static string Escaped(string text, string quote)
    {
        var result = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            result.Append(letter switch
            {
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                _ when letter == quote[0] => "\\" + quote,
                _ when letter < ' ' || (letter > '~' && quote is "\"") => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => letter.ToString(),
            });
        }

        return result.ToString();
    }
}
