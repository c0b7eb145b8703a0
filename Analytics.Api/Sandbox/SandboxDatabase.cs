using Analytics.Api.Workers;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox;

/// <summary>
/// A DuckDB for one statement: empty but for views of the gold tables it names, able to open their files and nothing else, its settings locked.
/// One statement, one database: nothing a statement does can reach the next.
/// </summary>
internal sealed class SandboxDatabase : IDisposable
{
    private readonly DuckDBConnection _connection = new("Data Source=:memory:");

    /// <param name="memoryLimit">DuckDB's own target in bytes; it stays well below the operating system's cap, which kills.</param>
    /// <param name="threads">Threads per statement.</param>
    public SandboxDatabase(long memoryLimit, int threads)
    {
        _connection.Open();
        Run($"""
            SET memory_limit = '{memoryLimit}B';
            SET threads = {threads};
            SET temp_directory = '';
            SET max_temp_directory_size = '0B';
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET allow_community_extensions = false;
            SET allow_persistent_secrets = false;
            SET errors_as_json = true;
            """);
    }

    public DuckDBConnection Connection => _connection;

    /// <summary>Creates the views and shuts every door behind them. What a view reads is checked when it is read, hence the allowed paths.</summary>
    public void Lock(IEnumerable<JobTable> tables)
    {
        var referenced = tables.ToList();
        var paths = string.Join(", ", referenced.SelectMany(table => table.Files).Select(file => LakeSql.Literal(file.Path)));
        Run($"SET allowed_paths = [{paths}];");
        foreach (var table in referenced)
        {
            Run($"CREATE VIEW {LakeSql.Identifier(table.Name)} AS FROM {table.Scan};");
        }

        Run("SET enable_external_access = false; SET lock_configuration = true;");
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
