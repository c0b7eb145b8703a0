using System.Collections.Frozen;
using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox;

/// <summary>
/// Which functions a user's statement may call. Table functions: a short allow list, since some have side effects or read the server's disk.
/// Scalar, aggregate and window functions: those this DuckDB ships that are pure, less a few that tell about the server.
/// </summary>
internal sealed class FunctionPolicy
{
    private static readonly FrozenSet<string> TableFunctions = FrozenSet.ToFrozenSet(
        ["generate_series", "range", "unnest", "repeat", "repeat_row", "json_each", "json_tree"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Volatile, yet harmless: they give another value on every call and do nothing else.</summary>
    private static readonly FrozenSet<string> HarmlessVolatile = FrozenSet.ToFrozenSet(
        ["random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid", "error"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Pure by DuckDB's book, but they show settings, other statements or plans with the server's paths, or only make sense inside DuckDB.</summary>
    private static readonly FrozenSet<string> Private = FrozenSet.ToFrozenSet(
        [
            "current_setting", "getvariable", "current_query", "json_serialize_plan", "json_serialize_sql", "json_deserialize_sql",
            "parse_duckdb_log_message", "in_search_path", "txid_current", "pg_sleep", "sleep_ms", "write_log",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _scalars;

    private FunctionPolicy(FrozenSet<string> scalars)
    {
        _scalars = scalars;
    }

    public static string AllowedTableFunctions { get; } = string.Join(", ", TableFunctions.Order());

    public static FunctionPolicy Load(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT DISTINCT function_name, coalesce(stability, '') = 'VOLATILE'
            FROM duckdb_functions()
            WHERE function_type IN ('scalar', 'aggregate', 'macro') AND NOT starts_with(function_name, '__internal')
            """;
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            var name = reader.GetString(0);
            if ((!reader.GetBoolean(1) || HarmlessVolatile.Contains(name)) && !Private.Contains(name))
            {
                names.Add(name);
            }
        }

        return new FunctionPolicy(names.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    public static bool AllowsTable(string function) => TableFunctions.Contains(function);

    public bool AllowsScalar(string function) => _scalars.Contains(function);
}
