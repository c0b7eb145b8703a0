namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// AlterReplicaLogDirs (34), v1-2, KIP-113. v1, topic "t", partition 0 to "/d":
/// <code>00 00 00 01 | 00 02 2f 64 | 00 00 00 01 | 00 01 74 | 00 00 00 01 00 00 00 00</code>
/// Flexible from 2.
/// </summary>
internal sealed record AlterReplicaLogDirsRequest(AlterReplicaLogDirsRequest.Folder[] Folders) : IKafkaRequest<AlterReplicaLogDirsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.AlterReplicaLogDirs, 1, 2, FlexibleFrom: 2);

    public static AlterReplicaLogDirsRequest Read(ref KafkaReader reader, short version)
    {
        var folders = reader.ReadArray(static (ref KafkaReader folder) => new Folder(
            folder.ReadString(), folder.ReadArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadInt32Array()))));
        reader.ReadTaggedFields();
        return new AlterReplicaLogDirsRequest(folders);
    }

    internal readonly record struct Folder(string Path, Topic[] Topics);

    internal readonly record struct Topic(string Name, int[] Partitions);
}
