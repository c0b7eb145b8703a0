using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox.Results;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name; names may repeat.</param>
/// <param name="DriverType">The driver's name of its DuckDB type, such as <c>BigInt</c>.</param>
internal sealed record ResultColumn(string Name, string DriverType)
{
    /// <summary>The driver can't read nulls within these, so DuckDB turns them into JSON itself.</summary>
    public bool IsNested => DriverType is "List" or "Array" or "Struct" or "Map" or "Union";

    public static IReadOnlyList<ResultColumn> Of(DuckDBDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(column => new ResultColumn(reader.GetName(column), reader.GetDataTypeName(column)))];

    /// <summary>The statement with its nested columns as JSON text.</summary>
    public static string Unnest(string sql, IReadOnlyList<ResultColumn> columns)
    {
        var select = columns.Select((column, i) => column.IsNested ? $"to_json(c{i})::VARCHAR" : $"c{i}");
        var names = columns.Select((_, i) => $"c{i}");

        // The line break ends a comment at the statement's end.
        return $"SELECT {string.Join(", ", select)} FROM ({sql.TrimEnd().TrimEnd(';')}\n) AS answer({string.Join(", ", names)})";
    }
}
