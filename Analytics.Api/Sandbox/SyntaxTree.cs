using System.Text.Json;
using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox;

/// <summary>DuckDB's own parser, there and back: https://duckdb.org/docs/stable/data/json/sql_to_and_from_json.</summary>
internal static class SyntaxTree
{
    /// <summary>The tree of a statement as JSON; of one that is not a SELECT, or is wrong, an object that says so.</summary>
    public static string Of(DuckDBConnection connection, string sql) => Run(connection, "SELECT json_serialize_sql($text::VARCHAR)", sql);

    /// <summary>The statement of a tree.</summary>
    public static string ToSql(DuckDBConnection connection, string tree) => Run(connection, "SELECT json_deserialize_sql($text::JSON)", tree);

    /// <summary>A text of a tree's node; empty when it has none of that name.</summary>
    public static string Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Run(DuckDBConnection connection, string query, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        command.Parameters.Add(new DuckDBParameter("text", text));
        return (string)command.ExecuteScalar()!;
    }
}
