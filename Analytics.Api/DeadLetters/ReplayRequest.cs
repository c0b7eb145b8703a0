using System.ComponentModel;

namespace Analytics.Api.DeadLetters;

/// <summary>Which dead letters are to be sent again.</summary>
internal sealed record ReplayRequest
{
    [Description("Only those with this reason; all without it.")]
    public string? Reason { get; init; }

    [Description("Sends nothing: says what the contract would accept now.")]
    public bool DryRun { get; init; }

    [Description("Also replays that were refused again.")]
    public bool Again { get; init; }
}
