using System.Buffers;
using Analytics.Contracts.Wire;

namespace Analytics.Producer.Sending;

/// <summary>Builds a record's value in one buffer that is used again and again: the frame (for a registry's topic), then the JSON.</summary>
/// <param name="schemaId">The schema's id; null for plain JSON without a frame.</param>
internal sealed class RecordWriter(int? schemaId)
{
    /// <summary>The value so far.</summary>
    public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

    public ReadOnlySpan<byte> Value => Buffer.WrittenSpan;

    /// <summary>Starts a value; what follows is its JSON.</summary>
    public ArrayBufferWriter<byte> Begin()
    {
        Buffer.ResetWrittenCount();
        if (schemaId is { } id)
        {
            ConfluentWireFormat.WriteHeader(Buffer.GetSpan(ConfluentWireFormat.HeaderLength), id);
            Buffer.Advance(ConfluentWireFormat.HeaderLength);
        }

        return Buffer;
    }
}
