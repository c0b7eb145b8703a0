namespace Analytics.Quality.Hosting;

/// <summary>The exit code of the service: 0, or 1 once its work has failed.</summary>
internal sealed class ServiceOutcome
{
    public int ExitCode { get; private set; }

    public void Fail() => ExitCode = 1;
}
