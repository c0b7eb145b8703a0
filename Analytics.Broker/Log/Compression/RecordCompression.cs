using System.IO.Compression;
using K4os.Compression.LZ4.Streams;

namespace Analytics.Broker.Log.Compression;

/// <summary>
/// The codecs of record batches. The broker keeps batches as they came; it opens them only where it must know single records: for compaction, for keys
/// of compacted topics, for a look-up by time.
/// </summary>
internal static class RecordCompression
{
    public const int None = 0;
    public const int Gzip = 1;
    public const int Snappy = 2;
    public const int Lz4 = 3;
    public const int Zstd = 4;

    /// <summary>More than this is taken for an attack: a batch of a few kilobytes can say that it holds gigabytes.</summary>
    private const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Java's reader of LZ4 frames knows independent blocks only.</summary>
    private static readonly LZ4EncoderSettings Lz4Settings = new() { ChainBlocks = false };

    /// <param name="codec">Bits 0-2 of the batch's attributes.</param>
    /// <param name="records">What follows its header.</param>
    /// <exception cref="InvalidDataException">The bytes are not of that codec, or too many.</exception>
    public static byte[] Decompress(int codec, ReadOnlySpan<byte> records)
    {
        try
        {
            using var source = new MemoryStream(codec is Snappy ? [] : records.ToArray(), writable: false);
            return codec switch
            {
                Gzip => Drain(new GZipStream(source, CompressionMode.Decompress)),
                Snappy => SnappyFrames.Decompress(records, MaxBytes),
                Lz4 => Drain(LZ4Stream.Decode(source)),
                Zstd => Drain(new ZstdSharp.DecompressionStream(source)),
                _ => throw new InvalidDataException($"there is no codec {codec}"),
            };
        }
        catch (Exception exception) when (exception is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"the records are not compressed with the codec {codec}: {exception.Message}", exception);
        }
    }

    public static byte[] Compress(int codec, ReadOnlySpan<byte> records)
    {
        if (codec is Snappy)
        {
            return SnappyFrames.Compress(records);
        }

        using var target = new MemoryStream();
        using (Stream encoder = codec switch
        {
            Gzip => new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true),
            Lz4 => LZ4Stream.Encode(target, Lz4Settings, leaveOpen: true),
            Zstd => new ZstdSharp.CompressionStream(target, leaveOpen: true),
            _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "there is no such codec"),
        })
        {
            encoder.Write(records);
        }

        return target.ToArray();
    }

    private static byte[] Drain(Stream stream)
    {
        using var opened = stream;
        using var target = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = opened.Read(chunk)) > 0;)
        {
            target.Write(chunk, 0, read);
            if (target.Length > MaxBytes)
            {
                throw new InvalidDataException($"the records of a batch have more than {MaxBytes} bytes when decompressed");
            }
        }

        return target.ToArray();
    }
}
