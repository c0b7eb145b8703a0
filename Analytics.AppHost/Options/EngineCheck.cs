namespace Analytics.AppHost.Options;

internal static class EngineCheck
{
    public static void Check(string? engine)
    {
        switch (engine)
        {
            case null or "embedded":
                return;
            case "spark":
                throw new RefusedException("--engine spark is not available in this version: use --engine embedded.");
            default:
                throw new RefusedException($"--engine {engine}: use embedded or spark.");
        }
    }
}
