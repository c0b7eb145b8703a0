using DuckDB.NET.Data;

namespace Analytics.Lake.Sql;

/// <summary>Opens the DuckDB, in memory, that statements over a lake's files run on. To open one costs 10 CPU ms and more: whoever runs statements again and again keeps it.</summary>
public static class LakeDatabase
{
    /// <summary>Opens a database. It caches no contents of files: each is read once or twice, and the cache would fill up to the memory limit; the system's page cache has them.</summary>
    /// <param name="settings">Further settings: <c>SET … ;</c> for each.</param>
    public static DuckDBConnection Open(string settings = "")
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET enable_external_file_cache = false; {settings}";
        command.ExecuteNonQuery();
        return connection;
    }
}
