using Analytics.Lake.Files;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Quality.Sql;

/// <summary>
/// An in-memory DuckDB for one user at a time, opened when it is first used and kept open. It holds no state: only statements over the lake's files.
/// </summary>
/// <param name="threads">DuckDB's threads. With two, a statement that has work for one keeps the other one waiting busily.</param>
internal sealed class QualityDatabase(int threads = 2) : IDisposable
{
    private DuckDBConnection? _connection;

    // The memory limit is a backstop, a scan needs far less.
    public DuckDBConnection Connection => _connection ??= LakeDatabase.Open(
        $"SET threads = {threads}; SET memory_limit = '512MB'; SET TimeZone = 'UTC'; SET preserve_insertion_order = true;");

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a query that counts something by an integer: its first column, the second is a BIGINT.</summary>
    public Dictionary<int, long> Counts(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var counts = new Dictionary<int, long>();
        while (reader.Read())
        {
            counts.Add(reader.GetInt32(0), reader.GetInt64(1));
        }

        return counts;
    }

    /// <summary>
    /// Writes the rows of a SELECT into a new file of a table's folder; null when there are none. The caller's commit syncs it.
    /// A file that could not be finished is deleted: on a full disk every attempt would leave one behind.
    /// </summary>
    public DataFile? WriteFile(string select, LakeSchema schema, string directory, string prefix)
    {
        Directory.CreateDirectory(directory);
        var name = $"{prefix}-{Guid.NewGuid():N}.parquet";
        var path = Path.Combine(directory, name);
        DataFile? file = null;
        try
        {
            Execute(LakeSql.Copy(select, path, schema));
            file = ParquetFile.Describe(directory, name) is { RowCount: > 0 } written ? ParquetFile.Seal(directory, written) : null;
            return file;
        }
        finally
        {
            if (file is null)
            {
                File.Delete(path);
            }
        }
    }

    public void Dispose() => _connection?.Dispose();
}
