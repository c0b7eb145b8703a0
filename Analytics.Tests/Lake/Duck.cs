using System.Globalization;
using DuckDB.NET.Data;

namespace Analytics.Tests.Lake;

/// <summary>An in-memory DuckDB for writing data files and for asking what is in them.</summary>
internal sealed class Duck : IDisposable
{
    private readonly DuckDBConnection _connection = new("Data Source=:memory:");

    public Duck()
    {
        _connection.Open();

        // Tests write another file under the same name, which no table does; the cache knows a file by its name and time.
        Run("SET enable_external_file_cache = false;");
    }

    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public T Scalar<T>(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>Rows as text: columns joined by <c>|</c>, null empty.</summary>
    public List<string> Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Text(reader.GetValue(i)))));
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private static string Text(object value) => value is DateTime time
        ? time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
