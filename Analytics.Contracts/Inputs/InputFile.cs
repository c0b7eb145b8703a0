namespace Analytics.Contracts.Inputs;

/// <summary>A file of events, looked at but not read: it exists, holds something, and its first bytes fit its name.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Format">Its format.</param>
/// <param name="IsCompressed">Whether it is gzip.</param>
public sealed record InputFile(string Path, InputFormat Format, bool IsCompressed)
{
    private const string Accepted = "use .ndjson, .jsonl, .json, .csv, .tsv (each also with .gz) or .parquet";

    /// <summary>Parquet begins and ends with these bytes: <c>50 41 52 31</c>.</summary>
    private static ReadOnlySpan<byte> ParquetMagic => "PAR1"u8;

    /// <summary>gzip (RFC 1952) begins with these bytes.</summary>
    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file, relative to the current folder or absolute.</param>
    /// <returns>What it is.</returns>
    /// <exception cref="InputFileException">It is missing, empty, unreadable, or not what its name says.</exception>
    public static InputFile Inspect(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new InputFileException(path, "is a folder, give a file.");
        }

        if (!File.Exists(full))
        {
            throw new InputFileException(path, "there is no such file.");
        }

        var compressed = full.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var format = FormatOf(path, compressed ? full[..^3] : full);
        var (start, end) = ReadEnds(path, full);
        Check(path, format, compressed, start, end);
        return new InputFile(full, format, compressed);
    }

    private static InputFormat FormatOf(string path, string name) => System.IO.Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".NDJSON" or ".JSONL" or ".JSON" => InputFormat.Ndjson,
        ".CSV" or ".TSV" => InputFormat.Csv,
        ".PARQUET" when name.Length == System.IO.Path.GetFullPath(path).Length => InputFormat.Parquet,
        _ => throw new InputFileException(path, $"the name does not say what it holds: {Accepted}."),
    };

    private static (byte[] Start, byte[] End) ReadEnds(string path, string full)
    {
        try
        {
            using var file = File.OpenRead(full);
            if (file.Length == 0)
            {
                throw new InputFileException(path, "is empty.");
            }

            var start = new byte[Math.Min(4, file.Length)];
            file.ReadExactly(start);
            var end = new byte[start.Length];
            file.Seek(-end.Length, SeekOrigin.End);
            file.ReadExactly(end);
            return (start, end);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException(path, $"can't be read: {error.Message}", error);
        }
    }

    private static void Check(string path, InputFormat format, bool compressed, byte[] start, byte[] end)
    {
        var parquet = start.AsSpan().SequenceEqual(ParquetMagic);
        if (format == InputFormat.Parquet && !(parquet && end.AsSpan().SequenceEqual(ParquetMagic)))
        {
            throw new InputFileException(path, parquet ? "is a Parquet file cut short." : "is not a Parquet file.");
        }

        if (format != InputFormat.Parquet && parquet)
        {
            throw new InputFileException(path, "is a Parquet file: name it .parquet.");
        }

        if (compressed != start.AsSpan().StartsWith(GzipMagic))
        {
            throw new InputFileException(path, compressed ? "is not gzip." : "is gzip: its name should end with .gz.");
        }
    }
}
