using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Sql;

/// <summary>SQL fragments for DuckDB over a table's files: always the log's file list, never a glob.</summary>
public static class LakeSql
{
    /// <summary>
    /// A parenthesised SELECT over <paramref name="files"/> with exactly the columns of <paramref name="schema"/>, in order and cast to their types;
    /// a column that older files lack reads as null. Without files it has the columns and no rows.
    /// Types: string VARCHAR, integer INTEGER, long BIGINT, double DOUBLE, boolean BOOLEAN, timestamp TIMESTAMP (UTC), binary BLOB.
    /// </summary>
    public static string Scan(string tableDirectory, IEnumerable<DataFile> files, LakeSchema schema) => throw new NotImplementedException();

    /// <summary>An identifier in double quotes.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A string literal in single quotes.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
