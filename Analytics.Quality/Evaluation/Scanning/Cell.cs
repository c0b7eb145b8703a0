using DuckDB.NET.Data;

namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>One value of an answer.</summary>
internal static class Cell
{
    /// <summary>The value; null where it is missing, bytes as an array.</summary>
    /// <exception cref="DataMismatchException">.NET has no such value: a time at infinity, or a list with a null in it.</exception>
    public static object? Read(DuckDBDataReader reader, int column)
    {
        try
        {
            return reader.IsDBNull(column) ? null : reader.GetValue(column) switch
            {
                Stream blob => Bytes(blob),
                var value => value,
            };
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or InvalidCastException or ArgumentException or OverflowException)
        {
            throw new DataMismatchException($"A value cannot be shown: {unknown.Message.Split(". ")[0]}");
        }
    }

    private static byte[] Bytes(Stream blob)
    {
        using var bytes = new MemoryStream();
        blob.CopyTo(bytes);
        return bytes.ToArray();
    }
}
