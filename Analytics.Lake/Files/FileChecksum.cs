using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using Analytics.Lake.Platform;

namespace Analytics.Lake.Files;

/// <summary>
/// The XXH3 (64 bits) of a data file's bytes, carried in its name: <c>events-000000000012-….0f3a….parquet</c>, 16 hex digits before the extension.
/// A name goes through hard links, compaction's log and checkpoints unchanged, and no Delta reader minds it.
/// </summary>
internal static class FileChecksum
{
    public const string Extension = ".parquet";

    private const int Digits = 16;
    private const int BufferSize = 1 << 20;

    /// <summary>The name of a file with this checksum.</summary>
    public static string Append(string path, ulong checksum) =>
        string.Create(CultureInfo.InvariantCulture, $"{(path.EndsWith(Extension, StringComparison.Ordinal) ? path[..^Extension.Length] : path)}.{checksum:x16}{Extension}");

    /// <summary>The checksum in a name; null where it has none: the file was written by someone else.</summary>
    public static ulong? Of(string path)
    {
        var end = path.Length - Extension.Length;
        var start = end - Digits;
        return start > 0
            && path.EndsWith(Extension, StringComparison.Ordinal)
            && path[start - 1] == '.'
            && ulong.TryParse(path.AsSpan(start, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            ? checksum
            : null;
    }

    /// <summary>Reads a file once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fromDisk">Whether the system is to forget what it has cached of it first.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static ulong Compute(string file, bool fromDisk = false)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        if (fromDisk && OperatingSystem.IsLinux())
        {
            // Only advice: pages that are dirty or mapped by a query stay.
            _ = UnixCalls.Advise((int)handle.DangerousGetHandle(), 0, 0, UnixCalls.DontNeed);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var hash = new XxHash3();
            int read;
            for (var position = 0L; (read = RandomAccess.Read(handle, buffer, position)) > 0; position += read)
            {
                hash.Append(buffer.AsSpan(0, read));
            }

            return hash.GetCurrentHashAsUInt64();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
