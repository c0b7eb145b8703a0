namespace Analytics.Contracts.Columns;

/// <summary>The columns that say where an event's record came from, beside the event's own in <c>staging/events</c> and <c>gold/events</c>.</summary>
public static class OriginColumns
{
    /// <summary>The Kafka partition, a 32-bit integer.</summary>
    public const string Partition = "_partition";

    /// <summary>The offset within the partition, a 64-bit integer.</summary>
    public const string Offset = "_offset";

    /// <summary>The record's timestamp (by producer or broker, as the topic says), microseconds since the epoch, UTC.</summary>
    public const string Timestamp = "_timestamp";
}
