using Analytics.ServiceDefaults.Faults;

namespace Analytics.Streaming.Telemetry;

/// <summary>The steps of this service at which <see cref="FaultPoints"/> can end it; <see cref="Analytics.Lake.Maintenance.LakeMaintenance"/> and <see cref="Analytics.Lake.Log.LogSteps"/> add theirs.</summary>
internal static class Fault
{
    public const string BeforeWrite = "ingest.before_write";
    public const string AfterWrite = "ingest.after_write";
    public const string AfterCommit = "ingest.after_commit";
    public const string BeforeFoldIn = "fold_in.before_write";
    public const string AfterFoldInWrite = "fold_in.after_write";
    public const string AfterFoldIn = "fold_in.after_commit";
    public const string BeforePublish = "publish.before_topic";
    public const string MidTopic = "publish.mid_topic";
    public const string AfterTopic = "publish.after_topic";
    public const string AfterPublish = "publish.after_table";
    public const string BeforeWindowCommit = "windows.before_commit";
    public const string AfterReplayNoted = "replay.after_note";
    public const string AfterReplaySent = "replay.after_send";
    public const string AfterWindowCommit = "windows.after_commit";
}
