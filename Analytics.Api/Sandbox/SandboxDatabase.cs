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
            SET TimeZone = 'UTC';
            """);
    }

    public DuckDBConnection Connection => _connection;

    /// <summary>Shuts every door but that to the files of these tables, and begins the transaction of the statement: <c>now()</c> stays the same from here on.</summary>
    public void Lock(IEnumerable<JobTable> tables)
    {
        var paths = string.Join(", ", tables.SelectMany(table => table.Files).Select(file => LakeSql.Literal(file.Path)));
        Run($"SET allowed_paths = [{paths}]; SET enable_external_access = false; SET lock_configuration = true; BEGIN;");
    }

    /// <summary>Creates the views. What they read is checked when it is read, hence the allowed paths.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="bounds">By table, the times outside of which no row is needed.</param>
    public void Show(IEnumerable<JobTable> tables, IReadOnlyDictionary<string, TimeBounds> bounds)
    {
        foreach (var table in tables)
        {
            Run($"CREATE VIEW {LakeSql.Identifier(table.Name)} AS FROM {table.Scan.Within(bounds.TryGetValue(table.Name, out var within) ? within : null)};");
        }
    }

    /// <summary>Begins the transaction anew after a statement of it has failed.</summary>
    public void Restart() => Run("ROLLBACK; BEGIN;");

    public void Dispose() => _connection.Dispose();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
