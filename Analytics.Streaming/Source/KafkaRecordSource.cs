using System.Buffers;
using System.Runtime.InteropServices;
using Analytics.Streaming.Source.Native;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Source;

/// <summary>A Kafka topic, read through librdkafka in batches of pointers, whose bytes are copied into the batch.</summary>
internal sealed unsafe class KafkaRecordSource(string topic, IReadOnlyDictionary<string, string> settings) : IRecordSource
{
    private const int FetchSize = 10_000;
    private const int AnswerMilliseconds = 5000;
    private const int NoTimestamp = 0;
    private const int ProbeMilliseconds = 500;

    private readonly KafkaConsumer _consumer = new(settings);
    private readonly nint[] _messages = GC.AllocateUninitializedArray<nint>(FetchSize, pinned: true);
    private readonly ArrayBufferWriter<byte> _headers = new();
    private long[] _next = [];
    private IReadOnlyList<bool>? _reading;
    private int _partitionCount;
    private long _probedAt;

    public bool IsDown => _consumer.IsDown;

    public int Connect(CancellationToken cancellationToken)
    {
        var handle = LibRdKafka.TopicNew(_consumer.Client, topic, 0);
        NativeMetadata* metadata = null;
        try
        {
            var error = LibRdKafka.Metadata(_consumer.Client, 0, handle, &metadata, AnswerMilliseconds / 5);
            if (error != KafkaError.None)
            {
                throw new SourceUnavailableException(EngineStates.WaitingForKafka, $"The broker does not answer: {LibRdKafka.ErrorText(error)}");
            }

            var found = metadata->TopicCount == 1 ? metadata->Topics[0] : new NativeTopicMetadata { Error = KafkaError.UnknownTopicOrPartition };
            if (found.Error != KafkaError.None || found.PartitionCount == 0)
            {
                throw new SourceUnavailableException(EngineStates.WaitingForTopic, $"Topic {topic} is not there yet: {LibRdKafka.ErrorText(found.Error)}");
            }

            _partitionCount = found.PartitionCount;
            return found.PartitionCount;
        }
        finally
        {
            if (metadata is not null)
            {
                LibRdKafka.MetadataDestroy(metadata);
            }

            LibRdKafka.TopicDestroy(handle);
        }
    }

    public OffsetRange GetOffsets(int partition)
    {
        long first, next;
        var error = LibRdKafka.QueryWatermarkOffsets(_consumer.Client, topic, partition, &first, &next, AnswerMilliseconds);
        return error == KafkaError.None
            ? new OffsetRange(first, next)
            : throw new SourceUnavailableException(EngineStates.WaitingForKafka, $"No offsets of {topic}/{partition}: {LibRdKafka.ErrorText(error)}");
    }

    public void Assign(IReadOnlyList<long> offsets, IReadOnlyList<bool>? reading = null)
    {
        _next = [.. offsets];
        _reading = reading;
        var list = PartitionList(offsets, reading);
        var error = LibRdKafka.Assign(_consumer.Client, list);
        LibRdKafka.PartitionListDestroy(list);
        if (error != KafkaError.None)
        {
            throw new SourceUnavailableException(EngineStates.WaitingForKafka, $"Assigning {topic} failed: {LibRdKafka.ErrorText(error)}");
        }
    }

    public int Fetch(RecordBatch batch, int limit, TimeSpan timeout)
    {
        nint count;
        fixed (nint* messages = _messages)
        {
            count = LibRdKafka.ConsumeBatch(
                _consumer.Queue,
                (int)timeout.TotalMilliseconds,
                (NativeMessage**)messages,
                (nuint)Math.Min(limit, FetchSize));
        }

        var appended = 0;
        PositionLostException? lost = null;
        for (var i = 0; i < count; i++)
        {
            var message = (NativeMessage*)_messages[i];
            if (IsOutdated(message))
            {
                // Left over from before the last assignment: it comes again.
            }
            else if (message->Error == KafkaError.None)
            {
                _next[message->Partition] = message->Offset + 1;
                Append(batch, message);
                appended++;
            }
            else
            {
                lost ??= OnEvent(batch, message);
            }

            LibRdKafka.MessageDestroy(message);
        }

        if (appended > 0)
        {
            _consumer.IsDown = false;
        }
        else if (_consumer.IsDown)
        {
            Probe();
        }

        // Thrown after the loop: every message is given back first.
        return lost is null ? appended : throw lost;
    }

    public long? EndOffset(int partition)
    {
        long first, next;
        return LibRdKafka.GetWatermarkOffsets(_consumer.Client, topic, partition, &first, &next) == KafkaError.None && next >= 0 ? next : null;
    }

    public void CommitOffsets(IReadOnlyList<long> offsets)
    {
        var list = PartitionList(offsets);
        _ = LibRdKafka.Commit(_consumer.Client, list, async: 1);
        LibRdKafka.PartitionListDestroy(list);
    }

    public void Dispose() => _consumer.Dispose();

    private bool IsOutdated(NativeMessage* message) =>
        message->Error is KafkaError.None or KafkaError.PartitionEnd
        && (message->Offset < _next[message->Partition] || (_reading is { } reading && !reading[message->Partition]));

    private void Append(RecordBatch batch, NativeMessage* message)
    {
        int type;
        var milliseconds = LibRdKafka.MessageTimestamp(message, &type);
        var headers = PackHeaders(message);
        fixed (byte* packed = headers)
        {
            batch.Add(message->Partition, new RawRecord
            {
                Offset = message->Offset,
                Timestamp = type == NoTimestamp ? 0 : milliseconds * 1000,
                ValuePointer = message->Payload,
                ValueLength = message->Payload is null ? -1 : checked((int)message->PayloadLength),
                KeyPointer = message->Key,
                KeyLength = message->Key is null ? -1 : checked((int)message->KeyLength),
                HeadersPointer = packed,
                HeadersLength = headers.Length,
            });
        }
    }

    private ReadOnlySpan<byte> PackHeaders(NativeMessage* message)
    {
        nint native;
        if (LibRdKafka.MessageHeaders(message, &native) != KafkaError.None)
        {
            return default;
        }

        _headers.ResetWrittenCount();
        byte* name, value;
        nuint size;
        for (nuint i = 0; LibRdKafka.HeaderGetAll(native, i, &name, &value, &size) == KafkaError.None; i++)
        {
            RecordHeaders.Write(
                MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name), new ReadOnlySpan<byte>(value, checked((int)size)), value is null, _headers);
        }

        return _headers.WrittenSpan;
    }

    /// <summary>librdkafka tells when the last broker is gone, not when it is back; without new records nothing else would.</summary>
    private void Probe()
    {
        if (Environment.TickCount64 - _probedAt < ProbeMilliseconds)
        {
            return;
        }

        _probedAt = Environment.TickCount64;
        var handle = LibRdKafka.TopicNew(_consumer.Client, topic, 0);
        NativeMetadata* metadata = null;
        if (LibRdKafka.Metadata(_consumer.Client, 0, handle, &metadata, ProbeMilliseconds / 2) == KafkaError.None)
        {
            LibRdKafka.MetadataDestroy(metadata);
            _consumer.IsDown = false;
        }

        LibRdKafka.TopicDestroy(handle);
    }

    private PositionLostException? OnEvent(RecordBatch batch, NativeMessage* message)
    {
        switch (message->Error)
        {
            case KafkaError.PartitionEnd:
                _consumer.IsDown = false;
                batch.Partitions[message->Partition].EndReached = message->Offset;
                return null;
            case KafkaError.AllBrokersDown or KafkaError.Transport:
                _consumer.IsDown = true;
                return null;
            case KafkaError.OffsetOutOfRange or KafkaError.AutoOffsetReset:
                return new PositionLostException(
                    EngineStates.PositionLost,
                    $"{topic}/{message->Partition}: the position {message->Offset} is not in the log any more. Records were deleted before they were read.");
            case KafkaError.UnknownTopic or KafkaError.UnknownTopicOrPartition or KafkaError.UnknownPartition:
                return new PositionLostException(EngineStates.TopicRecreated, $"Topic {topic} was deleted while it was read.");
            case KafkaError.BadMessage or KafkaError.BadCompression or KafkaError.CorruptMessage or KafkaError.Underflow or KafkaError.NotImplemented:
                // librdkafka tells it once and goes on behind the batch: whoever goes on with it loses the batch's records silently.
                return new PositionLostException(
                    EngineStates.DamagedTopic,
                    $"{topic}/{message->Partition}: the records from offset {message->Offset} on can't be read: {LibRdKafka.ErrorText(message->Error)}. The broker's copy of them is damaged, or in a format that is not known.");
            default:
                return null;
        }
    }

    private nint PartitionList(IReadOnlyList<long> offsets, IReadOnlyList<bool>? reading = null)
    {
        var list = LibRdKafka.PartitionListNew(offsets.Count);
        for (var partition = 0; partition < Math.Min(offsets.Count, _partitionCount); partition++)
        {
            if (reading is not null && !reading[partition])
            {
                continue;
            }

            _ = LibRdKafka.PartitionListAdd(list, topic, partition);
            _ = LibRdKafka.PartitionListSetOffset(list, topic, partition, offsets[partition]);
        }

        return list;
    }
}
