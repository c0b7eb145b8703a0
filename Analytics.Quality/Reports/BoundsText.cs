using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Quality.Reports;

/// <summary>The bounds of an expectation in words: "from 1 to 5", "at least 0", "above 0 and below 10".</summary>
internal static class BoundsText
{
    /// <summary>The arguments that the words stand for.</summary>
    public static readonly string[] Names = ["min_value", "max_value", "strict_min", "strict_max"];

    /// <summary>The words; null where there are no bounds.</summary>
    public static string? Of(JsonObject kwargs)
    {
        var (min, max) = (Text(kwargs["min_value"]), Text(kwargs["max_value"]));
        var (isAbove, isBelow) = (Is(kwargs["strict_min"]), Is(kwargs["strict_max"]));
        return (min, max) switch
        {
            (null, null) => null,
            ({ } least, null) => isAbove ? $"above {least}" : $"at least {least}",
            (null, { } most) => isBelow ? $"below {most}" : $"at most {most}",
            ({ } least, { } most) when !isAbove && !isBelow => $"from {least} to {most}",
            ({ } least, { } most) => $"{(isAbove ? "above" : "at least")} {least} and {(isBelow ? "below" : "at most")} {most}",
        };
    }

    private static bool Is(JsonNode? flag) => flag is JsonValue value && value.GetValueKind() is JsonValueKind.True;

    private static string? Text(JsonNode? bound) => bound is not JsonValue value ? null : value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number when value.TryGetValue<double>(out var number) && Math.Abs(number) < 1e15 => number.ToString("#,0.###############", CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };
}
