using ParquetSharp;

namespace Analytics.Lake.Files;

/// <summary>Reads what an <c>add</c> action needs from a Parquet file's footer, whoever wrote it.</summary>
public static class ParquetFile
{
    /// <summary>Describes a file: size, rows, and per column min, max and null count over all row groups. Only the footer is read.</summary>
    /// <param name="tableDirectory">The table's folder.</param>
    /// <param name="relativePath">The file's path below it, with <c>/</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Not a Parquet file, truncated, or with timestamps that are not adjusted to UTC; the message names it.</exception>
    public static DataFile Describe(string tableDirectory, string relativePath)
    {
        var file = new FileInfo(Path.Combine(tableDirectory, relativePath));
        if (!file.Exists)
        {
            throw new FileNotFoundException($"{file.FullName}: no such file", file.FullName);
        }

        try
        {
            using var reader = new ParquetFileReader(file.FullName);
            var metadata = reader.FileMetaData;
            return new DataFile
            {
                Path = relativePath,
                Size = file.Length,
                RowCount = metadata.NumRows,
                ModificationTime = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero).ToUnixTimeMilliseconds(),
                Statistics = ReadStatistics(reader, metadata, file.FullName),
            };
        }
        catch (ParquetException error)
        {
            throw new InvalidDataException($"{file.FullName}: not a readable Parquet file: {error.Message}", error);
        }
    }

    /// <summary>
    /// Gives a file that was just written its final name, which carries the checksum of its bytes: <see cref="DataFileCheck"/> holds it against them.
    /// </summary>
    /// <param name="tableDirectory">The table's folder.</param>
    /// <param name="file">The file as <see cref="Describe"/> found it.</param>
    /// <returns>The same under its new name.</returns>
    /// <exception cref="IOException">It can't be read or renamed.</exception>
    public static DataFile Seal(string tableDirectory, DataFile file)
    {
        var path = Path.Combine(tableDirectory, file.Path);
        var name = FileChecksum.Append(file.Path, FileChecksum.Compute(path));
        File.Move(path, Path.Combine(tableDirectory, name), overwrite: true);
        return file with { Path = name };
    }

    private static Dictionary<string, ColumnStatistics> ReadStatistics(ParquetFileReader reader, FileMetaData metadata, string file)
    {
        var result = new Dictionary<string, ColumnStatistics>(metadata.NumColumns);
        var groups = Enumerable.Range(0, metadata.NumRowGroups).Select(reader.RowGroup).ToArray();
        try
        {
            for (var c = 0; c < metadata.NumColumns; c++)
            {
                var column = metadata.Schema.Column(c);
                using var type = column.LogicalType;
                if (type is TimestampLogicalType { IsAdjustedToUtc: false })
                {
                    throw new InvalidDataException(
                        $"{file}: column '{column.Name}' is a timestamp without isAdjustedToUTC, which a Delta table can't hold; write TIMESTAMP WITH TIME ZONE");
                }

                if (column.MaxRepetitionLevel > 0)
                {
                    continue;
                }

                var bounds = new ColumnBounds();
                foreach (var group in groups)
                {
                    using var chunk = group.MetaData.GetColumnChunkMetaData(c);
                    bounds.Add(column, type, chunk);
                }

                if (bounds.ToStatistics() is { } statistics)
                {
                    result.Add(column.Name, statistics);
                }
            }

            return result;
        }
        finally
        {
            Array.ForEach(groups, group => group.Dispose());
        }
    }
}
