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
    private readonly FrozenSet<string> _known;

    private FunctionPolicy(FrozenSet<string> scalars, FrozenSet<string> known)
    {
        _scalars = scalars;
        _known = known;
    }

    public static string AllowedTableFunctions { get; } = string.Join(", ", TableFunctions.Order());

    public static FunctionPolicy Load(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT function_name, bool_or(function_type IN ('scalar', 'aggregate', 'macro')), bool_or(coalesce(stability, '') = 'VOLATILE')
            FROM duckdb_functions()
            WHERE NOT starts_with(function_name, '__internal')
            GROUP BY function_name
            """;
        using var reader = command.ExecuteReader();
        var scalars = new List<string>();
        var known = new List<string>();
        while (reader.Read())
        {
            var name = reader.GetString(0);
            known.Add(name);
            if (reader.GetBoolean(1) && (!reader.GetBoolean(2) || HarmlessVolatile.Contains(name)) && !Private.Contains(name))
            {
                scalars.Add(name);
            }
        }

        return new FunctionPolicy(scalars.ToFrozenSet(StringComparer.OrdinalIgnoreCase), known.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether DuckDB has a function of that name, allowed or not.</summary>
    public bool Knows(string function) => _known.Contains(function);

    public static bool AllowsTable(string function) => TableFunctions.Contains(function);

    public bool AllowsScalar(string function) => _scalars.Contains(function);

    /// <summary>Whether an allowed function of the same arguments gives the same throughout a statement.</summary>
    public bool IsSameWithinAStatement(string function) => AllowsScalar(function) && !HarmlessVolatile.Contains(function);
}
