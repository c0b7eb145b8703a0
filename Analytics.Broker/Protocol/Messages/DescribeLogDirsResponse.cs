namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// What lies in the data folder. v1, "/d", topic "t", partition 0 of 71 bytes:
/// <code>00 00 00 00 | 00 00 00 01 | 00 00 | 00 02 2f 64 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 .. 47 | 00 .. 00 | 00</code>
/// throttle time, folders: error, path, topics: name, partitions: index, bytes, lag, moving. v3 adds an error in front, v4 the bytes of the volume.
/// </summary>
internal sealed record DescribeLogDirsResponse(string Folder, DescribeLogDirsResponse.Topic[] Topics, long TotalBytes, long UsableBytes) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        if (version >= 3)
        {
            writer.WriteError(ErrorCode.None);
        }

        writer.WriteArrayLength(1);
        writer.WriteError(ErrorCode.None);
        writer.WriteString(Folder);
        writer.WriteArray(Topics, static (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, static (writer, partition) =>
            {
                writer.WriteInt32(partition.Index);
                writer.WriteInt64(partition.Bytes);
                writer.WriteInt64(0); // lag
                writer.WriteBoolean(false); // not being moved
            });
        });
        if (version >= 4)
        {
            writer.WriteInt64(TotalBytes);
            writer.WriteInt64(UsableBytes);
        }

        writer.WriteTaggedFields();
        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, long Bytes);
}
