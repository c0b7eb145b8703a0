using System.Collections.Concurrent;

namespace Analytics.Lake.Files;

/// <summary>
/// Looks at data files before they are read or built upon: each must be there, have the size that the log gives, and the bytes whose checksum its name
/// carries. A file is read in full once; as long as its size and modification time stay, later checks cost one stat(2), until someone asks to read it again. Thread safe.
/// </summary>
public sealed class DataFileCheck
{
    /// <summary>Bounds the memory. When it is full all is forgotten: checking once more costs a read.</summary>
    private const int MostRemembered = 50_000;

    private readonly ConcurrentDictionary<string, (long Size, DateTime Modified)> _whole = new(StringComparer.Ordinal);

    /// <summary>Checks files of a table.</summary>
    /// <param name="tableDirectory">The table's folder.</param>
    /// <param name="files">The files, as the log names them.</param>
    /// <param name="cancellationToken">Ends the check between two files.</param>
    /// <exception cref="InvalidDataException">A file is missing, cut short or damaged; the message names it and what to do.</exception>
    public void Require(string tableDirectory, IEnumerable<DataFile> files, CancellationToken cancellationToken = default)
    {
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Require(Path.Combine(tableDirectory, file.Path), file.Size);
        }
    }

    /// <summary>Checks one file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="size">Its size by the log; null when the log names it without a size.</param>
    /// <exception cref="InvalidDataException">It is missing, cut short or damaged; the message names it and what to do.</exception>
    public void Require(string path, long? size)
    {
        if (!IsKnown(path, size))
        {
            Verify(path, size);
        }
    }

    /// <summary>Looks at one file without reading it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="size">Its size by the log; null when the log names it without a size.</param>
    /// <returns>Whether it was read and found whole before, and has not changed since.</returns>
    /// <exception cref="InvalidDataException">It is missing or cut short; the message names it and what to do.</exception>
    public bool IsKnown(string path, long? size)
    {
        var now = Look(path, size);
        return _whole.TryGetValue(path, out var seen) && seen == now;
    }

    /// <summary>Reads one file in full, also when it is known.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="size">Its size by the log; null when the log names it without a size.</param>
    /// <param name="fromDisk">Whether to read what the disk holds rather than the system's cache of it, where the system can be told to forget that.</param>
    /// <exception cref="InvalidDataException">It is missing, cut short or damaged; the message names it and what to do. It is no longer known then.</exception>
    public void Verify(string path, long? size, bool fromDisk = false)
    {
        var seen = Look(path, size);
        if (FileChecksum.Of(path) is { } checksum && FileChecksum.Compute(path, fromDisk) != checksum)
        {
            _whole.TryRemove(path, out _);
            throw Damaged(path, "damaged: its bytes do not have the checksum in its name");
        }

        if (_whole.Count >= MostRemembered)
        {
            _whole.Clear();
        }

        _whole[path] = seen;
    }

    private static (long Size, DateTime Modified) Look(string path, long? size)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw Damaged(path, "missing, though the table's log names it");
        }

        return info.Length == (size ?? info.Length) ? (info.Length, info.LastWriteTimeUtc) : throw Damaged(path, $"{info.Length} bytes long, its log says {size}");
    }

    private static InvalidDataException Damaged(string path, string what) =>
        new($"{path}: {what}. Restore this file from a backup of the lake; until then nothing is read from it");
}
