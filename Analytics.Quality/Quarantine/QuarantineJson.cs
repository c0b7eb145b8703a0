using System.Text.Json;

namespace Analytics.Quality.Quarantine;

/// <summary>The JSON of the quarantine's endpoints: snake_case.</summary>
internal static class QuarantineJson
{
    /// <summary>The most batches of a table in one list.</summary>
    public const int MaxBatches = 1000;

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
