using Analytics.AppHost.Options;

namespace Analytics.AppHost.Screen;

/// <summary>How the run ended: Main returns it once everything has stopped.</summary>
internal sealed class RunOutcome
{
    public int ExitCode { get; set; } = ExitCodes.Success;
}
