using System.Data.Common;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Files;

/// <summary>The SELECT that reads an NDJSON file: one object a line, columns and types from all lines.</summary>
internal static class NdjsonSql
{
    public static string Read(DbConnection connection, string file, Func<string, bool> isTime)
    {
        RequireLines(file);
        var source = $"read_json({LakeSql.Literal(Path.GetFullPath(file))}, format = 'newline_delimited', records = true";
        var detected = $"(SELECT * FROM {source}, sample_size = -1))";
        var columns = Relation.Describe(connection, detected).Columns;

        // Names that DuckDB made up, for keys that are empty or differ by case alone, are not to be found in the file.
        if (Enumerable.Range(0, columns.Count).Any(position => IsMadeUp(columns, position)))
        {
            return detected;
        }

        var types = string.Join(", ", columns.Select(column => $"{LakeSql.Literal(column.Name)}: {LakeSql.Literal(Type(connection, detected, column, isTime))}"));
        return $"(SELECT * FROM {source}, columns = {{{types}}}))";
    }

    /// <summary>Texts stay texts, whatever they look like; only times stay times where they are to. What is of several kinds is the text of its JSON.</summary>
    private static string Type(DbConnection connection, string detected, RelationColumn column, Func<string, bool> isTime) => column.Type switch
    {
        "JSON" => HasValues(connection, detected, column) ? "VARCHAR" : "DOUBLE",
        "UUID" or "TIME" or "INTERVAL" => "VARCHAR",
        _ when column.Family is ColumnFamily.Time && !isTime(column.Name) && !IsNamedTime(column.Name) => "VARCHAR",
        var type => type,
    };

    private static bool HasValues(DbConnection connection, string detected, RelationColumn column)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count({column.Sql}) > 0 FROM {detected}";
        return command.ExecuteScalar() is true;
    }

    /// <summary>The names by which pandas knows a column of times.</summary>
    private static bool IsNamedTime(string name) =>
        name.Equals("modified", StringComparison.OrdinalIgnoreCase) || name.Equals("date", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_at", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_time", StringComparison.OrdinalIgnoreCase) || name.StartsWith("timestamp", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name is DuckDB's: by position for an empty key, or a number behind a key that is there in other letters.</summary>
    private static bool IsMadeUp(IReadOnlyList<RelationColumn> columns, int position)
    {
        var name = columns[position].Name;
        var mark = name.LastIndexOf('_');
        return name == $"C{position}" || (mark > 0 && int.TryParse(name.AsSpan(mark + 1), out _) && columns.Any(other => name.AsSpan(0, mark).Equals(other.Name, StringComparison.OrdinalIgnoreCase)));
    }

    private static void RequireLines(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> start = stackalloc byte[3];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            throw new IOException($"{file}: is empty; without a record there are no columns");
        }

        if (start[..length].SequenceEqual("\uFEFF"u8))
        {
            throw new IOException($"{file}: begins with a byte order mark, which JSON does not allow; save it as UTF-8 without");
        }

        if (start[0] is (byte)'[')
        {
            throw new IOException($"{file}: is a JSON array; give NDJSON, one object a line");
        }
    }
}
