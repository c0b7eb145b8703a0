using System.Text.Json.Serialization;

namespace Analytics.Contracts.Commits;

/// <summary>What becomes of a quarantined batch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuarantineAction>))]
public enum QuarantineAction
{
    /// <summary>Its rows go to gold.</summary>
    [JsonStringEnumMemberName("release")]
    Release,

    /// <summary>Its rows are given up.</summary>
    [JsonStringEnumMemberName("discard")]
    Discard,
}
