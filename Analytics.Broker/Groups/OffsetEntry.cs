using Analytics.Broker.Protocol;

namespace Analytics.Broker.Groups;

/// <summary>
/// One commit as it is stored; types as on the wire:
/// <code>00 01 67 | 00 00 00 01 | 00 01 74 | 00 00 00 00 | 00 .. 0a | ff ff ff ff | 00 00</code>
/// group, count, and for each partition: topic, partition, offset, leader epoch, metadata.
/// </summary>
internal static class OffsetEntry
{
    public static void Write(KafkaWriter writer, string group, IReadOnlyCollection<CommittedOffset> offsets)
    {
        writer.WriteString(group);
        writer.WriteInt32(offsets.Count);
        foreach (var offset in offsets)
        {
            writer.WriteString(offset.Topic);
            writer.WriteInt32(offset.Partition);
            writer.WriteInt64(offset.Offset);
            writer.WriteInt32(offset.LeaderEpoch);
            writer.WriteString(offset.Metadata);
        }
    }

    public static (string Group, CommittedOffset[] Offsets) Read(ref KafkaReader reader)
    {
        var group = reader.ReadString();
        var offsets = new CommittedOffset[reader.ReadInt32()];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = new CommittedOffset(reader.ReadString(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadNullableString());
        }

        return (group, offsets);
    }
}
