using System.Collections.Immutable;
using Analytics.Broker.Groups;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Transactions;

/// <summary>
/// What is stored of a transactional id at each change; types as on the wire. "tx" after its first InitProducerId:
/// <code>01 | 00 02 74 78 | 00 .. 07 | 00 00 | ff ff | 00 | 00 00 ea 60 | ff .. ff | 00 .. | 00 00 00 00 | 00 00 00 00</code>
/// format, id, producer id, epoch, former epoch, state, timeout, start, last change, partitions, groups with their pending offsets.
/// </summary>
internal static class TransactionEntry
{
    private const sbyte Format = 1;

    public static void Write(KafkaWriter writer, TransactionMetadata transaction)
    {
        writer.WriteInt8(Format);
        writer.WriteString(transaction.Id);
        writer.WriteInt64(transaction.ProducerId);
        writer.WriteInt16(transaction.Epoch);
        writer.WriteInt16(transaction.FormerEpoch);
        writer.WriteInt8((sbyte)transaction.State);
        writer.WriteInt32(transaction.TimeoutMs);
        writer.WriteInt64(transaction.StartedMs);
        writer.WriteInt64(transaction.UpdatedMs);
        writer.WriteInt32(transaction.Partitions.Count);
        foreach (var (topic, partition) in transaction.Partitions)
        {
            writer.WriteString(topic);
            writer.WriteInt32(partition);
        }

        writer.WriteInt32(transaction.Groups.Count);
        foreach (var (group, offsets) in transaction.Groups)
        {
            OffsetEntry.Write(writer, group, [.. offsets.Values]);
        }
    }

    /// <exception cref="InvalidDataException">The file is of a later version of the broker.</exception>
    public static TransactionMetadata Read(Memory<byte> entry)
    {
        var reader = new KafkaReader(entry, flexible: false);
        if (reader.ReadInt8() is not Format and var format)
        {
            throw new InvalidDataException($"transactions.log has entries of the format {format}, this broker reads {Format}: start the version that wrote it");
        }

        var transaction = new TransactionMetadata
        {
            Id = reader.ReadString(),
            ProducerId = reader.ReadInt64(),
            Epoch = reader.ReadInt16(),
            FormerEpoch = reader.ReadInt16(),
            State = (TransactionState)reader.ReadInt8(),
            TimeoutMs = reader.ReadInt32(),
            StartedMs = reader.ReadInt64(),
            UpdatedMs = reader.ReadInt64(),
        };
        var partitions = ImmutableHashSet.CreateBuilder<TopicPartition>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            partitions.Add(new TopicPartition(reader.ReadString(), reader.ReadInt32()));
        }

        transaction = transaction with { Partitions = partitions.ToImmutable() };
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var (group, offsets) = OffsetEntry.Read(ref reader);
            transaction = transaction.WithGroup(group, offsets);
        }

        return transaction;
    }
}
