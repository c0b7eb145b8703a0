namespace Analytics.Lake.Log;

/// <summary>
/// The steps of every commit of this process at which a test can end it: <c>staging/events.ingest.before_link</c> (written, no version yet),
/// <c>….after_link</c> (the version is there, its folder not yet synced), <c>….mid_checkpoint</c> (the checkpoint is there, nothing points to it yet).
/// The name is the table's kind and name, then the application id.
/// </summary>
public static class LogSteps
{
    /// <summary>Told the step; null for nobody. Set once, before the first commit.</summary>
    public static Action<string>? Reached { get; set; }

    internal static void Reach(string directory, string appId, string step)
    {
        if (Reached is { } reached)
        {
            reached($"{Path.GetFileName(Path.GetDirectoryName(directory))}/{Path.GetFileName(directory)}.{appId}.{step}");
        }
    }
}
