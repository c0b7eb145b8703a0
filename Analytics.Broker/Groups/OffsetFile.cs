using System.Buffers.Binary;
using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Analytics.Broker.Groups;

/// <summary>
/// The append-only file of committed offsets. One entry for each commit:
/// <code>00 00 00 1f | 9c 2e 14 55 | 00 01 67 | 00 00 00 01 | 00 01 74 | 00 00 00 00 | 00 .. 0a | ff ff ff ff | 00 00</code>
/// length, CRC-32C of the rest, group, count, and for each partition: topic, partition, offset, leader epoch, metadata; types as on the wire.
/// </summary>
internal sealed class OffsetFile : IDisposable
{
    private const int EntryHeader = 8;

    private readonly KafkaWriter _writer = new();
    private readonly string _path;
    private SafeFileHandle _file;

    public OffsetFile(string path)
    {
        _path = path;
        _file = Open(path);
    }

    public long Size { get; private set; }

    /// <summary>Gives every entry to <paramref name="onCommit"/>, and cuts a torn one off the end.</summary>
    /// <returns>How many bytes were cut.</returns>
    public long Read(Action<string, CommittedOffset> onCommit)
    {
        var bytes = new byte[RandomAccess.GetLength(_file)];
        for (var filled = 0; filled < bytes.Length;)
        {
            filled += RandomAccess.Read(_file, bytes.AsSpan(filled), filled);
        }

        while (bytes.Length - Size >= EntryHeader)
        {
            var entry = bytes.AsMemory((int)Size);
            var length = BinaryPrimitives.ReadInt32BigEndian(entry.Span);
            if (length < 0 || length > entry.Length - EntryHeader)
            {
                break;
            }

            var body = entry.Slice(EntryHeader, length);
            if (Crc32C.Compute(body.Span) != BinaryPrimitives.ReadUInt32BigEndian(entry.Span[4..]))
            {
                break;
            }

            ReadEntry(body, onCommit);
            Size += EntryHeader + length;
        }

        var torn = bytes.Length - Size;
        if (torn > 0)
        {
            RandomAccess.SetLength(_file, Size);
        }

        return torn;
    }

    public void Append(string group, ReadOnlySpan<CommittedOffset> offsets)
    {
        _writer.Reset();
        WriteEntry(group, offsets);
        RandomAccess.Write(_file, _writer.Written.Span, Size);
        Size += _writer.Length;
    }

    /// <summary>Writes a new file with these entries only, and puts it in the place of the old one.</summary>
    public void Rewrite(IEnumerable<KeyValuePair<string, CommittedOffset[]>> groups)
    {
        _writer.Reset();
        foreach (var (group, offsets) in groups)
        {
            WriteEntry(group, offsets);
        }

        Storage.AtomicFile.Write(_path, _writer.Written.Span, sync: true);
        Size = _writer.Length;
        _file.Dispose();
        _file = Open(_path);
    }

    public void Dispose()
    {
        _file.Dispose();
        _writer.Dispose();
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static void ReadEntry(Memory<byte> body, Action<string, CommittedOffset> onCommit)
    {
        var reader = new KafkaReader(body, flexible: false);
        var group = reader.ReadString();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            onCommit(group, new CommittedOffset(
                reader.ReadString(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadNullableString()));
        }
    }

    private void WriteEntry(string group, ReadOnlySpan<CommittedOffset> offsets)
    {
        var start = _writer.Length;
        _writer.WriteInt64(0); // length and CRC
        _writer.WriteString(group);
        _writer.WriteInt32(offsets.Length);
        foreach (var offset in offsets)
        {
            _writer.WriteString(offset.Topic);
            _writer.WriteInt32(offset.Partition);
            _writer.WriteInt64(offset.Offset);
            _writer.WriteInt32(offset.LeaderEpoch);
            _writer.WriteString(offset.Metadata);
        }

        var body = _writer.Written.Span[(start + EntryHeader)..];
        _writer.PatchInt32(start, body.Length);
        _writer.PatchInt32(start + 4, (int)Crc32C.Compute(body));
    }
}
