using System.Text.Json.Serialization;

namespace Analytics.Quality.Runs;

/// <summary>How an evaluation of a suite ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
internal enum RunOutcome
{
    /// <summary>Every expectation held.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>Expectations failed, none of them critical: all rows came to gold.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>A critical expectation failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
