using System.Globalization;
using System.Text;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Sql;

/// <summary>SQL fragments for DuckDB over a table's files: always the log's file list, never a glob.</summary>
public static class LakeSql
{
    /// <summary>The column of <see cref="ScanWithOrigin"/> with the position of a row's file among those given, from 0 (INTEGER).</summary>
    public const string FileColumn = "__file";

    /// <summary>The column of <see cref="ScanWithOrigin"/> with the position of a row in its file, from 0 (BIGINT).</summary>
    public const string RowColumn = "__row";

    /// <summary>
    /// A parenthesised SELECT over <paramref name="files"/> with exactly the columns of <paramref name="schema"/>, in order and cast to their types;
    /// a column that older files lack reads as null. Without files it has the columns and no rows.
    /// Types: string VARCHAR, integer INTEGER, long BIGINT, double DOUBLE, boolean BOOLEAN, timestamp TIMESTAMP (UTC), binary BLOB.
    /// The session's TimeZone has no influence.
    /// </summary>
    /// <param name="tableDirectory">The table's folder.</param>
    /// <param name="files">Some of its files.</param>
    /// <param name="schema">The columns wanted.</param>
    /// <param name="bounds">The only rows wanted; null for all.</param>
    public static string Scan(string tableDirectory, IEnumerable<DataFile> files, LakeSchema schema, TimeBounds? bounds = null) =>
        OpenScan(tableDirectory, files, schema, timeColumn: null, hasOrigin: false).Within(bounds);

    /// <summary>The same SELECT, into which bounds on a column of times can still be put.</summary>
    /// <param name="tableDirectory">The table's folder.</param>
    /// <param name="files">Some of its files.</param>
    /// <param name="schema">The columns wanted.</param>
    /// <param name="timeColumn">One of them, of type <see cref="LakeType.Timestamp"/>.</param>
    public static TableScan OpenScan(string tableDirectory, IEnumerable<DataFile> files, LakeSchema schema, string timeColumn) =>
        OpenScan(tableDirectory, files, schema, timeColumn, hasOrigin: false);

    /// <summary>Such a SELECT with two columns more that tell rows apart: <see cref="FileColumn"/> and <see cref="RowColumn"/>.</summary>
    public static string ScanWithOrigin(string tableDirectory, IEnumerable<DataFile> files, LakeSchema schema) =>
        OpenScan(tableDirectory, files, schema, timeColumn: null, hasOrigin: true).ToSql();

    private static TableScan OpenScan(string tableDirectory, IEnumerable<DataFile> files, LakeSchema schema, string? timeColumn, bool hasOrigin)
    {
        var list = files as IReadOnlyList<DataFile> ?? [.. files];
        var select = string.Join(", ", schema.Columns.Select(ReadColumn));
        if (list.Count == 0)
        {
            return new TableScan($"(SELECT {select}{(hasOrigin ? $", 0 AS {FileColumn}, 0::BIGINT AS {RowColumn}" : "")} FROM ({NoRows(schema)})", ")", timeColumn);
        }

        var names = string.Join(", ", list.Select(file => Literal(Path.Combine(tableDirectory, file.Path))));
        var origin = "";
        if (hasOrigin)
        {
            select += $", list_position([{names}], __path) - 1 AS {FileColumn}, file_row_number AS {RowColumn}";
            origin = ", filename = '__path', file_row_number = true";
        }

        // Every column has statistics in every file: then every file has every column, and DuckDB need not open all footers first to find out.
        if (schema.Columns.All(column => list.All(file => file.Statistics.ContainsKey(column.Name))))
        {
            return new TableScan($"(SELECT {select} FROM read_parquet([{names}]{origin})", ")", timeColumn);
        }

        // The branch without rows supplies the columns that no file has.
        return new TableScan($"(SELECT {select} FROM ({NoRows(schema)} UNION ALL BY NAME SELECT * FROM read_parquet([{names}], union_by_name = true{origin})", "))", timeColumn);
    }

    /// <summary>
    /// A COPY statement that writes the rows of <paramref name="selectSql"/> as a data file of a table with <paramref name="schema"/>. Its columns are
    /// found by name; TIMESTAMP (taken as UTC) and TIMESTAMP WITH TIME ZONE become <c>INT64 TIMESTAMP(MICROS, isAdjustedToUTC=true)</c>, as Delta wants.
    /// An integer beyond the column's type is an error of the statement.
    /// </summary>
    /// <param name="selectSql">A SELECT without a semicolon, or a parenthesised one.</param>
    /// <param name="targetFile">The file; write it under a new unique name in the table's folder, then <see cref="ParquetFile.Describe"/> and commit it.</param>
    /// <param name="schema">The table's schema, or the part of it that this file holds.</param>
    public static string Copy(string selectSql, string targetFile, LakeSchema schema) =>
        $"COPY (SELECT {CopyProjection(schema)} FROM ({selectSql})) TO {Literal(targetFile)} (FORMAT parquet, COMPRESSION snappy)";

    /// <summary>The select list of <see cref="Copy"/>: each column by name, cast to what its Parquet type needs.</summary>
    public static string CopyProjection(LakeSchema schema) => string.Join(", ", schema.Columns.Select(WriteColumn));

    /// <summary>DuckDB's name of a column type as <see cref="Scan(string, IEnumerable{DataFile}, LakeSchema, TimeBounds?)"/> gives it.</summary>
    public static string TypeName(LakeType type) => type switch
    {
        LakeType.String => "VARCHAR",
        LakeType.Integer => "INTEGER",
        LakeType.Long => "BIGINT",
        LakeType.Double => "DOUBLE",
        LakeType.Boolean => "BOOLEAN",
        LakeType.Timestamp => "TIMESTAMP",
        LakeType.Binary => "BLOB",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>An identifier in double quotes.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A string literal in single quotes. DuckDB's parser takes NUL for the end of the statement: a text with one is put together.</summary>
    public static string Literal(string text) => text.Contains('\0') ? $"({string.Join(" || chr(0) || ", text.Split('\0').Select(Quoted))})" : Quoted(text);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    // A cast between TIMESTAMP and TIMESTAMPTZ goes through the session's time zone, and costs ten times as much.
    private static string ReadColumn(LakeColumn column) => column.Type == LakeType.Timestamp
        ? $"make_timestamp(epoch_us({Identifier(column.Name)})) AS {Identifier(column.Name)}"
        : $"CAST({Identifier(column.Name)} AS {TypeName(column.Type)}) AS {Identifier(column.Name)}";

    /// <summary>
    /// On the column as the file has it, so that DuckDB can hold it against the statistics of row groups; it can't look through <see cref="ReadColumn"/>'s expression.
    /// </summary>
    internal static string Where(TimeBounds? bounds)
    {
        if (bounds is not { } range || range is { From: long.MinValue, To: long.MaxValue })
        {
            return "";
        }

        var from = range.From == long.MinValue ? null : $"{Identifier(range.Column)} >= make_timestamptz({Number(range.From)})";
        var to = range.To == long.MaxValue ? null : $"{Identifier(range.Column)} < make_timestamptz({Number(range.To)})";
        return $" WHERE {from}{(from is null || to is null ? "" : " AND ")}{to}";
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture) + "::BIGINT";

    private static string WriteColumn(LakeColumn column) => column.Type == LakeType.Timestamp
        ? $"make_timestamptz(epoch_us({Identifier(column.Name)})) AS {Identifier(column.Name)}"
        : $"CAST({Identifier(column.Name)} AS {TypeName(column.Type)}) AS {Identifier(column.Name)}";

    private static string NoRows(LakeSchema schema)
    {
        var sql = new StringBuilder("SELECT ");
        for (var i = 0; i < schema.Columns.Count; i++)
        {
            var column = schema.Columns[i];
            var type = column.Type == LakeType.Timestamp ? "TIMESTAMPTZ" : TypeName(column.Type);
            sql.Append(i == 0 ? string.Empty : ", ").Append("CAST(NULL AS ").Append(type).Append(") AS ").Append(Identifier(column.Name));
        }

        return sql.Append(" WHERE false").ToString();
    }
}
