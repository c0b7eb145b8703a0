using DuckDB.NET.Data;

namespace Analytics.Streaming.Files;

/// <summary>Blobs of a DuckDB answer as arrays.</summary>
internal static class BlobReading
{
    /// <summary>A column's bytes; null for NULL.</summary>
    public static byte[]? GetBytesOrNull(this DuckDBDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return null;
        }

        using var stream = reader.GetStream(column);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
