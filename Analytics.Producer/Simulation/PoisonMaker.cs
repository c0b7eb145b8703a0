using System.Buffers;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Wire;
using Analytics.Producer.Sending;
using Analytics.Producer.Simulation.Generators;
using Analytics.Producer.Truth;

namespace Analytics.Producer.Simulation;

/// <summary>Makes records that the pipeline must refuse, one for each of its reasons.</summary>
internal sealed class PoisonMaker(EventGenerator generator, RecordWriter record, bool isFramed, SourceDefinition source)
{
    /// <summary>No registry gives ids this high.</summary>
    private const int UnknownId = int.MaxValue - 7;

    private static readonly TimeSpan BeyondSkew = TimeSpan.FromHours(1);

    private static readonly EventKind[] Framed =
    [
        EventKind.BadMagic, EventKind.UnknownSchema, EventKind.MalformedJson, EventKind.SchemaViolation, EventKind.FutureEventTime, EventKind.NullValue,
    ];

    private static readonly EventKind[] Plain = [EventKind.MalformedJson, EventKind.SchemaViolation, EventKind.FutureEventTime, EventKind.NullValue];

    /// <summary>Writes a poisonous record.</summary>
    /// <returns>What is wrong with it; a null value has nothing written.</returns>
    public EventKind Make(Random random, string id, long now)
    {
        var kinds = isFramed ? Framed : Plain;
        var kind = kinds[random.Next(kinds.Length)];
        if (kind == EventKind.SchemaViolation && generator.Required is null)
        {
            kind = EventKind.MalformedJson;
        }

        var buffer = record.Begin();
        if (kind == EventKind.NullValue)
        {
            return kind;
        }

        var time = kind == EventKind.FutureEventTime ? now + ((source.MaxFutureSkew + BeyondSkew).Ticks / TimeSpan.TicksPerMicrosecond) : now;
        using (var writer = EventGenerator.Writer(buffer))
        {
            generator.Write(writer, random, id, time, kind == EventKind.SchemaViolation ? generator.Required : null);
        }

        Break(kind, buffer);
        return kind;
    }

    private static void Break(EventKind kind, ArrayBufferWriter<byte> buffer)
    {
        var bytes = buffer.WrittenSpan.ToArray();
        switch (kind)
        {
            case EventKind.BadMagic:
                bytes[0] = 0x7F;
                break;
            case EventKind.UnknownSchema:
                ConfluentWireFormat.WriteHeader(bytes, UnknownId);
                break;
            case EventKind.MalformedJson:
                bytes = bytes[..^1];
                break;
            default:
                return;
        }

        buffer.ResetWrittenCount();
        buffer.Write(bytes);
    }
}
