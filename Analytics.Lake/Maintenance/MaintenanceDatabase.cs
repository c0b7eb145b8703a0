using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Lake.Maintenance;

/// <summary>The DuckDB that rewrites files: one thread, little memory, rows in their order. Opened when it is first needed.</summary>
/// <param name="temporaryDirectory">Where it may spill.</param>
internal sealed class MaintenanceDatabase(string temporaryDirectory) : IDisposable
{
    private DuckDBConnection? _connection;

    private DuckDBConnection Connection => _connection ??= LakeDatabase.Open(
        """
        SET threads = 1;
        SET memory_limit = '256MB';
        SET TimeZone = 'UTC';
        SET preserve_insertion_order = true;
        SET enable_progress_bar = false;
        """,
        temporaryDirectory);

    public void Execute(string sql, CancellationToken cancellationToken)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var interrupt = cancellationToken.Register(command.Cancel);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    public void Dispose() => _connection?.Dispose();
}
