using System.Globalization;
using Analytics.Broker.Storage;
using Microsoft.Win32.SafeHandles;

namespace Analytics.Broker.Log;

/// <summary>
/// One file of a partition's log, named by its first offset (<c>00000000000000000042.log</c>), with its index.
/// Only the last segment of a log is written to, by one writer; readers need no lock.
/// </summary>
internal sealed class LogSegment : IDisposable
{
    public const string Extension = ".log";

    /// <summary>Enough for the headers of many small batches, so that a walk rarely reads twice.</summary>
    private const int WalkBytes = 4096;

    private readonly SafeFileHandle _file;
    private FileStream? _stream;
    private long _size;
    private long _writtenBack;
    private int _users = 1;
    private bool _disposed;

    /// <param name="folder">The partition's.</param>
    /// <param name="baseOffset">Its first offset.</param>
    /// <param name="indexIntervalBytes">How sparse its index is.</param>
    /// <param name="created">When it was made, for a new one.</param>
    /// <param name="extension">Another one for a file that is not part of the log yet.</param>
    public LogSegment(string folder, long baseOffset, int indexIntervalBytes, long? created = null, string extension = Extension)
    {
        BaseOffset = baseOffset;
        Path = System.IO.Path.Combine(folder, FileName(baseOffset, extension));
        Index = new SegmentIndex(indexIntervalBytes);
        _file = File.OpenHandle(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        _writtenBack = FileLength = RandomAccess.GetLength(_file);
        Created = created ?? new DateTimeOffset(File.GetCreationTimeUtc(_file)).ToUnixTimeMilliseconds();
    }

    public long BaseOffset { get; }

    public string Path { get; private set; }

    /// <summary>When the file was made, in milliseconds since 1970.</summary>
    public long Created { get; }

    public SegmentIndex Index { get; }

    /// <summary>Where the file is corrupt, in order; found at start, and almost always empty.</summary>
    public DamagedRange[] Damage { get; private set; } = [];

    public AbortedTransactions Aborted { get; } = new();

    /// <summary>The file's length when it was opened: what recovery looks through.</summary>
    public long FileLength { get; }

    /// <summary>The bytes that hold whole batches. Anything after is not part of the log.</summary>
    public long Size => Volatile.Read(ref _size);

    public long MaxTimestamp { get; private set; } = -1;

    /// <summary>The base offset of the first batch that has <see cref="MaxTimestamp"/>.</summary>
    public long MaxTimestampOffset { get; private set; } = -1;

    public static string FileName(long baseOffset, string extension) => baseOffset.ToString("D20", CultureInfo.InvariantCulture) + extension;

    public void Restore(SegmentSnapshot snapshot)
    {
        Index.Load(snapshot.Entries);
        Aborted.Load(snapshot.Aborted);
        MaxTimestamp = snapshot.MaxTimestamp;
        MaxTimestampOffset = snapshot.MaxTimestampOffset;
        Volatile.Write(ref _size, snapshot.Size);
    }

    public void Append(ReadOnlySpan<byte> batch)
    {
        RandomAccess.Write(_file, batch, _size);
        Include(new RecordBatch(batch), batch.Length);
    }

    /// <summary>Takes a batch that is in the file already into the index and the size.</summary>
    public void Include(RecordBatch batch, int length)
    {
        Index.Add((int)(batch.BaseOffset - BaseOffset), (int)_size, MaxTimestamp);
        if (batch.MaxTimestamp > MaxTimestamp)
        {
            MaxTimestamp = batch.MaxTimestamp;
            MaxTimestampOffset = batch.BaseOffset;
        }

        Volatile.Write(ref _size, _size + length);
    }

    /// <summary>Takes a stretch that is no batch into the size: what follows it is read all the same.</summary>
    public void Include(DamagedRange damage)
    {
        Damage = [.. Damage, damage];
        Volatile.Write(ref _size, damage.End);
    }

    public bool TryRead(long position, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                var read = RandomAccess.Read(_file, destination, position);
                if (read == 0)
                {
                    return false;
                }

                position += read;
                destination = destination[read..];
            }

            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The file as what sends files takes it; only while the segment is acquired.</summary>
    /// <remarks>Of two that are made at once one is dropped: it has nothing of its own but the handle, which is both's.</remarks>
    public FileStream Stream => _stream ??= new FileStream(_file, FileAccess.Read, bufferSize: 0);

    public int Read(long position, Span<byte> destination) => RandomAccess.Read(_file, destination, position);

    /// <summary>Finds the batch that holds the offset, or the first one after it.</summary>
    public bool TryFind(long offset, out BatchLocation found) =>
        TryWalk(Index.PositionBefore((int)Math.Clamp(offset - BaseOffset, 0, int.MaxValue)), offset, long.MinValue, out found);

    /// <summary>An offset that lies at or after the batches before the position, as near as the index knows; null beyond its last entry.</summary>
    public long? OffsetAfter(long position) => Index.OffsetAfter(position) is { } relative ? BaseOffset + relative : null;

    /// <summary>Finds the first batch that has a record at or after the timestamp, and one at or after the offset.</summary>
    public bool TryFindTime(long timestamp, long offset, out BatchLocation found) =>
        TryWalk(Index.PositionBeforeTime(timestamp), offset, timestamp, out found);

    /// <summary>Gives the file another name, in the place of one that has it.</summary>
    public void MoveTo(string path)
    {
        File.Move(Path, path, overwrite: true);
        Path = path;
    }

    public void Truncate() => RandomAccess.SetLength(_file, Size);

    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Has the system begin to write what was appended since the last call. By one thread at a time.</summary>
    /// <exception cref="ObjectDisposedException">The segment is closed.</exception>
    public void BeginWriteback()
    {
        var size = Size;
        if (size > _writtenBack)
        {
            Writeback.Begin(_file, _writtenBack, size - _writtenBack);
            _writtenBack = size;
        }
    }

    /// <summary>Keeps the file open until <see cref="Release"/>, even if the segment is deleted meanwhile.</summary>
    /// <returns>False when it is closed already.</returns>
    public bool TryAcquire()
    {
        for (var count = Volatile.Read(ref _users); count > 0; count = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, count + 1, count) == count)
            {
                return true;
            }
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _file.Dispose();
        }
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            Release();
        }
    }

    private bool TryWalk(long position, long offset, long timestamp, out BatchLocation found)
    {
        var size = Size;
        Span<byte> chunk = stackalloc byte[WalkBytes];
        while (true)
        {
            position = AfterDamage(position);
            if (position + RecordBatch.HeaderSize > size)
            {
                break;
            }

            var read = (int)Math.Min(WalkBytes, size - position);
            if (!TryRead(position, chunk[..read]))
            {
                break;
            }

            long within = 0;
            while (within + RecordBatch.HeaderSize <= read && (within == 0 || AfterDamage(position + within) == position + within))
            {
                var batch = new RecordBatch(chunk[(int)within..read]);
                if (batch.LastOffset >= offset && batch.MaxTimestamp >= timestamp)
                {
                    found = new BatchLocation(position + within, (int)batch.Size, batch.BaseOffset, batch.LastOffset);
                    return true;
                }

                // A damaged length would make the walk stand still.
                within += Math.Max(batch.Size, RecordBatch.HeaderSize);
            }

            position += within;
        }

        found = default;
        return false;
    }

    /// <summary>Whether the offset lies in a corrupt stretch.</summary>
    public bool IsDamaged(long offset)
    {
        foreach (var damage in Damage)
        {
            if (offset >= damage.FirstOffset && offset <= damage.LastOffset)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How far one can read on from a batch before something corrupt comes.</summary>
    public long ReadableFrom(long position, long end)
    {
        foreach (var damage in Damage)
        {
            if (damage.Position > position)
            {
                return Math.Min(end, damage.Position);
            }
        }

        return end;
    }

    private long AfterDamage(long position)
    {
        foreach (var damage in Damage)
        {
            if (position >= damage.Position && position < damage.End)
            {
                return damage.End;
            }
        }

        return position;
    }
}
