using System.Buffers.Binary;

namespace Analytics.Broker.Log.Compaction;

/// <summary>What a control batch says (KIP-98): the key of its record is a version and a type, two bytes each.</summary>
internal static class ControlRecord
{
    private const short Abort = 0;

    public static bool IsAbort(RecordBatch marker)
    {
        var records = new RecordCursor(marker.Records);
        return records.MoveNext() && records.TryGetKey(out var key) && key.Length >= 4 && BinaryPrimitives.ReadInt16BigEndian(key[2..]) == Abort;
    }
}
