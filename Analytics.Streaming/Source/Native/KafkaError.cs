namespace Analytics.Streaming.Source.Native;

/// <summary>The codes of <c>rd_kafka_resp_err_t</c> that have a meaning of their own here.</summary>
internal static class KafkaError
{
    public const int None = 0;
    public const int OffsetOutOfRange = 1;
    public const int CorruptMessage = 2;
    public const int UnknownTopicOrPartition = 3;
    public const int LeaderNotAvailable = 5;
    public const int BadMessage = -199;
    public const int BadCompression = -198;
    public const int Transport = -195;
    public const int PartitionEnd = -191;
    public const int UnknownPartition = -190;
    public const int UnknownTopic = -188;
    public const int AllBrokersDown = -187;
    public const int TimedOut = -185;
    public const int NotImplemented = -170;
    public const int Underflow = -155;
    public const int AutoOffsetReset = -140;
}
