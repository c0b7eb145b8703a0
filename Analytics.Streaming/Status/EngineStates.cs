namespace Analytics.Streaming.Status;

/// <summary>The states of the engine. <c>/status</c> shows them, and docs and alarms name them.</summary>
internal static class EngineStates
{
    public const string Starting = "starting";
    public const string Recovering = "recovering";
    public const string Running = "running";
    public const string WaitingForKafka = "waiting_for_kafka";
    public const string WaitingForTopic = "waiting_for_topic";
    public const string WaitingForRegistry = "waiting_for_registry";
    public const string WaitingForSpark = "waiting_for_spark";
    public const string SparkFailed = "spark_failed";
    public const string PositionLost = "position_lost";
    public const string TopicRecreated = "topic_recreated";
    public const string DamagedTopic = "damaged_topic";
    public const string DiskFull = "disk_full";
    public const string StorageFailed = "storage_failed";
    public const string DamagedFile = "damaged_file";
    public const string WindowsFailed = "windows_failed";
    public const string Failed = "failed";
    public const string Superseded = "superseded";
    public const string Stopped = "stopped";
}
