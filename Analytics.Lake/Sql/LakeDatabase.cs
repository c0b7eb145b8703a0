using DuckDB.NET.Data;

namespace Analytics.Lake.Sql;

/// <summary>Opens the DuckDB, in memory, that statements over a lake's files run on. To open one costs 10 CPU ms and more: whoever runs statements again and again keeps it.</summary>
public static class LakeDatabase
{
    /// <summary>Opens a database. It caches no contents of files: each is read once or twice, and the cache would fill up to the memory limit; the system's page cache has them.</summary>
    /// <param name="settings">Further settings: <c>SET … ;</c> for each.</param>
    /// <param name="spillFolder">Where a statement may put what goes beyond its memory; null for DuckDB's own choice. No other process may use it: what one has left is deleted.</param>
    public static DuckDBConnection Open(string settings = "", string? spillFolder = null)
    {
        if (spillFolder is not null)
        {
            settings = $"SET temp_directory = {LakeSql.Literal(spillFolder)}; {settings}";
            Prepare(spillFolder);
        }

        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET enable_external_file_cache = false; {settings}";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>DuckDB makes the folder when a statement needs it, but none above it, and deletes it when it is closed, but not what a killed process has left.</summary>
    private static void Prepare(string spillFolder)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(spillFolder))!);
            if (Directory.Exists(spillFolder))
            {
                foreach (var left in Directory.GetFiles(spillFolder, "duckdb_temp_*"))
                {
                    File.Delete(left);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A disk that can't be written: few statements need the folder, and DuckDB names it when one does.
        }
    }
}
