using Analytics.Contracts.Columns;
using Analytics.Lake.Schema;

namespace Analytics.Streaming.Files;

/// <summary>
/// The columns of <c>ops/dead_letters</c> and <c>ops/late</c>: the record as it came, where it came from, and why it is not in the events.
/// The files hold all that publishing to a topic needs, so a publish interrupted by a crash is repeated from them.
/// </summary>
internal static class SideColumns
{
    public const int Reason = 0;
    public const int Detail = 1;
    public const int Topic = 2;
    public const int Partition = 3;
    public const int Offset = 4;
    public const int Timestamp = 5;
    public const int EventTime = 6;
    public const int Key = 7;
    public const int Value = 8;
    public const int Headers = 9;

    /// <summary>The reason of a late event; the others are those of <c>DeadLetterReasons</c>.</summary>
    public const string LateReason = "late";

    public static IReadOnlyList<ColumnDefinition> Definitions { get; } =
    [
        new("reason", ColumnType.String, Nullable: false),
        new("detail", ColumnType.String, Nullable: true),
        new("topic", ColumnType.String, Nullable: false),
        new("partition", ColumnType.Int64, Nullable: false),
        new("offset", ColumnType.Int64, Nullable: false),
        new("timestamp", ColumnType.Timestamp, Nullable: false),
        new("event_time", ColumnType.Timestamp, Nullable: true),
        new("key", ColumnType.String, Nullable: true),
        new("value", ColumnType.String, Nullable: true),
        new("headers", ColumnType.Json, Nullable: true),
    ];

    /// <summary>In the lake: key and value are bytes, for they may be anything; headers are JSON, <c>[["name","base64 of the value"],…]</c>.</summary>
    public static LakeSchema Schema { get; } = new(
    [
        new LakeColumn("reason", LakeType.String, Nullable: false),
        new LakeColumn("detail", LakeType.String, Nullable: true),
        new LakeColumn("topic", LakeType.String, Nullable: false),
        new LakeColumn("partition", LakeType.Integer, Nullable: false),
        new LakeColumn("offset", LakeType.Long, Nullable: false),
        new LakeColumn("timestamp", LakeType.Timestamp, Nullable: false),
        new LakeColumn("event_time", LakeType.Timestamp, Nullable: true),
        new LakeColumn("key", LakeType.Binary, Nullable: true),
        new LakeColumn("value", LakeType.Binary, Nullable: true),
        new LakeColumn("headers", LakeType.String, Nullable: true),
    ]);
}
