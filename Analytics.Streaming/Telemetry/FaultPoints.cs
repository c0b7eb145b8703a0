using System.Diagnostics;

namespace Analytics.Streaming.Telemetry;

/// <summary>
/// Named steps at which a test can fail or kill the service. <c>ANALYTICS_FAULT=name</c> kills the process (as kill -9 does) at that step.
/// Maintenance adds those of <see cref="Analytics.Lake.Maintenance.LakeMaintenance"/>. Reached once per batch, never per record; off, a step costs a null check.
/// </summary>
internal sealed class FaultPoints(Action<string>? reached)
{
    public const string Variable = "ANALYTICS_FAULT";

    public const string BeforeWrite = "ingest.before_write";
    public const string AfterWrite = "ingest.after_write";
    public const string AfterCommit = "ingest.after_commit";
    public const string BeforePublish = "publish.before_topic";
    public const string AfterTopic = "publish.after_topic";
    public const string AfterPublish = "publish.after_table";
    public const string BeforeWindowCommit = "windows.before_commit";
    public const string AfterWindowCommit = "windows.after_commit";

    /// <summary>The points as the environment asks for them.</summary>
    public static FaultPoints FromEnvironment()
    {
        var wanted = Environment.GetEnvironmentVariable(Variable);
        return new FaultPoints(string.IsNullOrEmpty(wanted) ? null : name => KillAt(name, wanted));
    }

    public void Reach(string name) => reached?.Invoke(name);

    private static void KillAt(string name, string wanted)
    {
        if (name == wanted)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
