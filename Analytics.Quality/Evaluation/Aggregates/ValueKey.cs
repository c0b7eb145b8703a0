using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>Values of a suite and of the data made comparable: 1, 1.0 and true are equal, as in Python; a time is its instant.</summary>
internal static class ValueKey
{
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Number(value.GetDouble()),
        JsonValueKind.True => Number(1),
        JsonValueKind.False => Number(0),
        JsonValueKind.String => "s" + value.GetString(),
        _ => value.GetRawText(),
    };

    public static string Of(JsonNode? value) => value is null ? "null" : Of(JsonSerializer.SerializeToElement(value));

    private static string Number(double value) => "n" + (value == 0 ? 0 : value).ToString("R", CultureInfo.InvariantCulture);
}
