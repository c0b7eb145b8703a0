using System.Buffers.Binary;
using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Analytics.Broker.Storage;

/// <summary>
/// An append-only file of checksummed entries; a torn one at the end is cut off when it is read. An entry of five bytes:
/// <code>00 00 00 05 | 9c 2e 14 55 | 01 02 03 04 05</code>
/// length, CRC-32C of the body, body.
/// </summary>
/// <param name="path">The file; made when it is missing.</param>
/// <param name="sync">Whether an entry is on the disk, not only in the page cache, when <see cref="Append"/> returns.</param>
internal sealed class EntryFile(string path, bool sync) : IDisposable
{
    private const int HeaderSize = 8;

    private readonly KafkaWriter _writer = new();
    private SafeFileHandle _file = Open(path);

    public long Size { get; private set; }

    /// <summary>Gives every entry's body to <paramref name="onEntry"/>.</summary>
    /// <returns>How many bytes were cut off the end.</returns>
    public long Read(Action<Memory<byte>> onEntry)
    {
        var bytes = new byte[RandomAccess.GetLength(_file)];
        for (var filled = 0; filled < bytes.Length;)
        {
            filled += RandomAccess.Read(_file, bytes.AsSpan(filled), filled);
        }

        while (bytes.Length - Size >= HeaderSize)
        {
            var entry = bytes.AsMemory((int)Size);
            var length = BinaryPrimitives.ReadInt32BigEndian(entry.Span);
            if (length < 0 || length > entry.Length - HeaderSize)
            {
                break;
            }

            var body = entry.Slice(HeaderSize, length);
            if (Crc32C.Compute(body.Span) != BinaryPrimitives.ReadUInt32BigEndian(entry.Span[4..]))
            {
                break;
            }

            onEntry(body);
            Size += HeaderSize + length;
        }

        var torn = bytes.Length - Size;
        if (torn > 0)
        {
            RandomAccess.SetLength(_file, Size);
        }

        return torn;
    }

    public void Append(Action<KafkaWriter> write)
    {
        _writer.Reset();
        Write(write);
        RandomAccess.Write(_file, _writer.Written.Span, Size);
        if (sync)
        {
            RandomAccess.FlushToDisk(_file);
        }

        Size += _writer.Length;
    }

    /// <summary>Writes a new file with these entries only, and puts it in the place of the old one.</summary>
    public void Rewrite(IEnumerable<Action<KafkaWriter>> entries)
    {
        _writer.Reset();
        foreach (var write in entries)
        {
            Write(write);
        }

        AtomicFile.Write(path, _writer.Written.Span, sync: true);
        Size = _writer.Length;
        _file.Dispose();
        _file = Open(path);
    }

    public void Dispose()
    {
        _file.Dispose();
        _writer.Dispose();
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private void Write(Action<KafkaWriter> write)
    {
        var start = _writer.Length;
        _writer.WriteInt64(0); // length and CRC
        write(_writer);
        var body = _writer.Written.Span[(start + HeaderSize)..];
        _writer.PatchInt32(start, body.Length);
        _writer.PatchInt32(start + 4, (int)Crc32C.Compute(body));
    }
}
