namespace Analytics.Lake.Files;

/// <summary>Reads what an <c>add</c> action needs from a Parquet file's footer, whoever wrote it.</summary>
public static class ParquetFile
{
    /// <summary>Describes a file: size, rows, and per column min, max and null count over all row groups.</summary>
    /// <param name="tableDirectory">The table's folder.</param>
    /// <param name="relativePath">The file's path below it.</param>
    public static DataFile Describe(string tableDirectory, string relativePath) => throw new NotImplementedException();
}
