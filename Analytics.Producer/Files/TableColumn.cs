using System.Text.Json;
using Analytics.Contracts.Columns;

namespace Analytics.Producer.Files;

/// <summary>A column of the file and the property it becomes.</summary>
/// <param name="Name">Its name, and the property's.</param>
/// <param name="Property">The property's name, encoded once.</param>
/// <param name="Kind">How its cells are written.</param>
/// <param name="Expression">What the SELECT reads.</param>
/// <param name="WritesNull">Whether an empty cell is written as null (the schema allows it) or left out.</param>
internal sealed record TableColumn(string Name, JsonEncodedText Property, CellKind Kind, string Expression, bool WritesNull)
{
    /// <summary>Chooses a column's reading by its type in DuckDB and the property's in the schema.</summary>
    /// <param name="name">The column.</param>
    /// <param name="type">DuckDB's type, such as <c>BIGINT</c> or <c>DECIMAL(9,2)</c>.</param>
    /// <param name="schema">The event's properties.</param>
    public static TableColumn Create(string name, string type, EventProperties schema)
    {
        var quoted = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var (kind, expression) = Choose(quoted, type, schema.TypeOf(name));
        return new TableColumn(name, JsonEncodedText.Encode(name), kind, expression, schema.AllowsNull(name));
    }

    private static (CellKind Kind, string Expression) Choose(string column, string type, ColumnType? wanted)
    {
        var family = Family(type);
        if (family == CellKind.Text)
        {
            return (TextAs(wanted), $"{column}::VARCHAR");
        }

        return (family, wanted) switch
        {
            (CellKind.Json, _) => (CellKind.Json, $"to_json({column})::VARCHAR"),
            (not CellKind.Time, ColumnType.String) => (CellKind.Text, $"{column}::VARCHAR"),
            // A timestamp with a time zone is an instant already; without one it is taken as UTC.
            (CellKind.Time, _) => (CellKind.Time, $"epoch_us({column}{(type.StartsWith("TIMESTAMP", StringComparison.Ordinal) ? "" : "::TIMESTAMP")})"),
            (CellKind.Number, ColumnType.Int64) => (CellKind.Json, $"CASE WHEN {column} = trunc({column}) THEN {column}::HUGEINT::VARCHAR ELSE to_json({column})::VARCHAR END"),
            (CellKind.Number, _) => (CellKind.Number, $"{column}::DOUBLE"),
            (CellKind.Integer, _) => (CellKind.Integer, $"{column}::BIGINT"),
            _ => (CellKind.Boolean, column),
        };
    }

    private static CellKind TextAs(ColumnType? wanted) => wanted switch
    {
        ColumnType.Int64 => CellKind.TextInteger,
        ColumnType.Double => CellKind.TextNumber,
        ColumnType.Boolean => CellKind.TextBoolean,
        ColumnType.Timestamp => CellKind.TextTime,
        ColumnType.Json => CellKind.TextJson,
        _ => CellKind.Text,
    };

    private static CellKind Family(string type) => type switch
    {
        "BOOLEAN" => CellKind.Boolean,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => CellKind.Integer,
        "FLOAT" or "DOUBLE" => CellKind.Number,
        "DATE" => CellKind.Time,
        "VARCHAR" or "UUID" or "TIME" or "BLOB" or "INTERVAL" => CellKind.Text,
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => CellKind.Time,
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => CellKind.Number,
        _ when type.StartsWith("ENUM", StringComparison.Ordinal) && !type.EndsWith(']') => CellKind.Text,
        _ => CellKind.Json,
    };
}
