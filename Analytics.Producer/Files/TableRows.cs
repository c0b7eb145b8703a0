using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Contracts.Inputs;
using DuckDB.NET.Data;

namespace Analytics.Producer.Files;

/// <summary>
/// The rows of a CSV or Parquet file, streamed by DuckDB in the file's order. Every column becomes a property, those that the schema does not know too.
/// </summary>
internal sealed class TableRows : IRowSource
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly DuckDBConnection _connection;
    private readonly DuckDBCommand _command;
    private readonly DuckDBDataReader _reader;
    private readonly Utf8JsonWriter _writer = new(Stream.Null, Relaxed);

    private TableRows(DuckDBConnection connection, IReadOnlyList<TableColumn> columns, DuckDBCommand command, DuckDBDataReader reader)
    {
        _connection = connection;
        Columns = columns;
        _command = command;
        _reader = reader;
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    /// <exception cref="InputFileException">DuckDB can't read the file, or it has no rows.</exception>
    public static TableRows Open(InputFile file, EventProperties schema)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        DuckDBCommand? command = null;
        try
        {
            connection.Open();
            // Rows must come in the file's order: which partition a row belongs to is its number.
            Execute(connection, "SET preserve_insertion_order = true; SET memory_limit = '1GB'; SET threads = 2; SET TimeZone = 'UTC'");
            var table = TableOf(file);
            if (!HasRows(connection, table))
            {
                throw new InputFileException(file.Path, "has no rows.");
            }

            var columns = Describe(connection, table, schema);
            command = connection.CreateCommand();
            command.UseStreamingMode = true;
            command.CommandText = $"SELECT {string.Join(", ", columns.Select(column => column.Expression))} FROM {table}";
            return new TableRows(connection, columns, command, command.ExecuteReader());
        }
        catch (Exception error)
        {
            command?.Dispose();
            connection.Dispose();
            throw error is DuckDBException ? new InputFileException(file.Path, $"can't be read: {error.Message}", error) : error;
        }
    }

    public bool Read(ArrayBufferWriter<byte> target)
    {
        if (!_reader.Read())
        {
            return false;
        }

        _writer.Reset(target);
        _writer.WriteStartObject();
        for (var i = 0; i < Columns.Count; i++)
        {
            WriteCell(Columns[i], i);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return true;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _command.Dispose();
        _connection.Dispose();
    }

    private static string TableOf(InputFile file)
    {
        var path = file.Path.Replace("'", "''", StringComparison.Ordinal);
        // CSV cells stay text: a guessed type would change what was written (leading zeros, long numbers).
        return file.Format == InputFormat.Parquet
            ? $"read_parquet('{path}')"
            : $"read_csv('{path}', header = true, all_varchar = true, null_padding = true)";
    }

    private static bool HasRows(DuckDBConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT 1 FROM {table} LIMIT 1";
        return command.ExecuteScalar() is not (null or DBNull);
    }

    private static List<TableColumn> Describe(DuckDBConnection connection, string table, EventProperties schema)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        var columns = new List<TableColumn>();
        while (reader.Read())
        {
            var name = reader.GetString(0);
            columns.Add(TableColumn.Create(name, reader.GetString(1), schema));
        }

        return columns;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void WriteCell(TableColumn column, int index)
    {
        if (_reader.IsDBNull(index))
        {
            if (column.WritesNull)
            {
                _writer.WriteNull(column.Property);
            }

            return;
        }

        _writer.WritePropertyName(column.Property);
        switch (column.Kind)
        {
            case CellKind.Integer:
                _writer.WriteNumberValue(_reader.GetInt64(index));
                break;
            case CellKind.Number:
                CellWriter.WriteNumber(_writer, _reader.GetDouble(index));
                break;
            case CellKind.Boolean:
                _writer.WriteBooleanValue(_reader.GetBoolean(index));
                break;
            case CellKind.Time:
                CellWriter.WriteTime(_writer, _reader.GetInt64(index));
                break;
            default:
                CellWriter.WriteText(_writer, column.Kind, _reader.GetString(index));
                break;
        }
    }
}
