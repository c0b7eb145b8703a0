using System.Globalization;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Streaming.Windows;

/// <summary>The DuckDB that computes windows, in process, with bounded memory and threads.</summary>
internal sealed class WindowDatabase : IDisposable
{
    private readonly DuckDBConnection _connection;

    public WindowDatabase(string temporaryDirectory, int memoryMegabytes, int threads) => _connection = LakeDatabase.Open(
        string.Create(CultureInfo.InvariantCulture, $"""
            SET memory_limit = '{memoryMegabytes}MB';
            SET threads = {threads};
            SET preserve_insertion_order = false;
            SET enable_progress_bar = false;
            """),
        temporaryDirectory);

    /// <summary>Writes the rows of a SELECT into a new Parquet file of a table.</summary>
    public void CopyToParquet(string select, string file, LakeSchema schema, CancellationToken cancellationToken) =>
        Execute(LakeSql.Copy(select, file, schema), cancellationToken);

    /// <summary>Runs a query whose answer is one BIGINT.</summary>
    public long? Number(string sql, CancellationToken cancellationToken) =>
        Run(sql, command => command.ExecuteScalar() is long number ? number : (long?)null, cancellationToken);

    /// <summary>Runs a query and reads its rows.</summary>
    public List<T> Rows<T>(string sql, Func<DuckDBDataReader, T> read, CancellationToken cancellationToken) => Run(
        sql,
        command =>
        {
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        },
        cancellationToken);

    /// <summary>Runs a statement.</summary>
    public void Execute(string sql, CancellationToken cancellationToken) => Run(sql, command => command.ExecuteNonQuery(), cancellationToken);

    public void Dispose() => _connection.Dispose();

    private T Run<T>(string sql, Func<DuckDBCommand, T> run, CancellationToken cancellationToken)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var interrupt = cancellationToken.Register(command.Cancel);
        try
        {
            return run(command);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
