using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Analytics.Api.Workers;
using DuckDB.NET.Data;
using static Analytics.Api.Sandbox.SyntaxTree;

namespace Analytics.Api.Sandbox;

/// <summary>
/// Decides before anything runs whether a statement may: DuckDB's own parser turns it into JSON (only a SELECT can be), and every table and
/// function in that tree must be allowed. Nothing is decided by looking at the text, so comments, quoting and case play no role.
/// </summary>
/// <param name="policy">The functions that are allowed.</param>
/// <param name="tables">The gold tables, by name without regard to case.</param>
internal sealed class StatementGate(FunctionPolicy policy, IReadOnlyDictionary<string, JobTable> tables)
{
    public const string Rule = "Allowed is one SELECT (or WITH, FROM, VALUES, DESCRIBE, SUMMARIZE) over the gold tables.";

    private const int MaxLength = 200_000;

    /// <summary>DuckDB gives up on deeper expressions itself; each level of SQL is two to three of JSON.</summary>
    private const int MaxDepth = 4_000;

    private readonly Dictionary<string, int> _references = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<TimeCondition> _conditions = [];
    private readonly TimeConditionReader _times = new(policy);

    /// <summary>Tells what the statement reads.</summary>
    /// <exception cref="JobFailedException">It may not run; the failure says why and what is allowed.</exception>
    public CheckedStatement Check(DuckDBConnection connection, string sql)
    {
        // DuckDB drops what follows a NUL without a word: what is checked must be what runs.
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw Refuse("The statement contains a NUL character.", sql.IndexOf('\0', StringComparison.Ordinal));
        }

        if (sql.Length > MaxLength)
        {
            throw Refuse($"The statement is {sql.Length} characters long, more than {MaxLength}.");
        }

        using var tree = Parse(connection, sql);
        var root = tree.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            throw Failure(root);
        }

        var statements = root.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
        {
            throw statements.GetArrayLength() == 0
                ? new JobFailedException(new JobFailure(FailureKind.Invalid, "The statement is empty. " + Rule))
                : Refuse($"{statements.GetArrayLength()} statements at once.");
        }

        Walk(statements[0], []);

        // A table that is read twice has one view for both: what one of them wants says nothing about the other.
        return new CheckedStatement([.. _references.Keys], [.. _conditions.Where(condition => _references[condition.Table] == 1)]);
    }

    private static JsonDocument Parse(DuckDBConnection connection, string sql)
    {
        try
        {
            return JsonDocument.Parse(SyntaxTree.Of(connection, sql), new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            throw Refuse("The statement is nested too deeply.");
        }
    }

    private void Walk(JsonElement element, ImmutableHashSet<string> ctes)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Walk(item, ctes);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            WalkObject(element, ctes);
        }
    }

    private void WalkObject(JsonElement element, ImmutableHashSet<string> ctes)
    {
        switch (Text(element, "type"))
        {
            case "BASE_TABLE":
                CheckTable(element, ctes);
                break;
            case "TABLE_FUNCTION":
                CheckTableFunction(element, ctes);
                return;
            case "SHOW_REF":
                CheckDescribe(element);
                break;
            case "RECURSIVE_CTE_NODE":
                // The anchor can't see the table it begins; a name there would be the catalog's.
                ctes = WalkCtes(element, ctes);
                Walk(element.GetProperty("left"), ctes);
                var recursive = ctes.Add(Normalize(Text(element, "cte_name")));
                foreach (var property in element.EnumerateObject().Where(property => property.Name is not ("left" or "cte_map")))
                {
                    Walk(property.Value, recursive);
                }

                return;
        }

        if (Text(element, "class") is "FUNCTION" or "WINDOW")
        {
            CheckFunction(element);
        }

        var scope = WalkCtes(element, ctes);
        NoteTimes(element, scope);
        foreach (var property in element.EnumerateObject().Where(property => property.Name != "cte_map"))
        {
            Walk(property.Value, scope);
        }
    }

    private void NoteTimes(JsonElement element, ImmutableHashSet<string> ctes)
    {
        if (Text(element, "type") == "SELECT_NODE"
            && element.TryGetProperty("from_table", out var from)
            && Text(from, "type") == "BASE_TABLE"
            && !IsCte(from, ctes)
            && tables.GetValueOrDefault(Text(from, "table_name")) is { Scan.TimeColumn: { } column } table)
        {
            _conditions.AddRange(_times.Read(element, table.Name, column));
        }
    }

    private static bool IsCte(JsonElement table, ImmutableHashSet<string> ctes) => Text(table, "schema_name").Length == 0 && ctes.Contains(Normalize(Text(table, "table_name")));

    /// <summary>Common table expressions are visible to the later ones and to the node that declares them, and nowhere else.</summary>
    private ImmutableHashSet<string> WalkCtes(JsonElement node, ImmutableHashSet<string> ctes)
    {
        if (node.TryGetProperty("cte_map", out var map))
        {
            foreach (var entry in map.GetProperty("map").EnumerateArray())
            {
                Walk(entry.GetProperty("value"), ctes);
                ctes = ctes.Add(Normalize(Text(entry, "key")));
            }
        }

        return ctes;
    }

    private void CheckTable(JsonElement table, ImmutableHashSet<string> ctes)
    {
        var name = Text(table, "table_name");
        var schema = Text(table, "schema_name");
        if (Text(table, "catalog_name").Length > 0 || (schema.Length > 0 && !schema.Equals("main", StringComparison.OrdinalIgnoreCase)))
        {
            throw Refuse($"\"{schema}.{name}\" is not a gold table: they are named without a schema.", Position(table));
        }

        if (IsCte(table, ctes))
        {
            return;
        }

        if (!tables.ContainsKey(name))
        {
            throw new JobFailedException(new JobFailure(FailureKind.UnknownTable, $"There is no table \"{name}\". Gold has: {string.Join(", ", tables.Keys.Order())}.", Position(table)));
        }

        _references[name] = _references.GetValueOrDefault(name) + 1;
    }

    private void CheckTableFunction(JsonElement reference, ImmutableHashSet<string> ctes)
    {
        var function = reference.GetProperty("function");
        var name = Text(function, "function_name");
        if (!FunctionPolicy.AllowsTable(name))
        {
            throw Refuse($"The table function {name} is not allowed; these are: {FunctionPolicy.AllowedTableFunctions}.", Position(reference));
        }

        Walk(function.GetProperty("children"), ctes);
    }

    private void CheckFunction(JsonElement function)
    {
        var name = Text(function, "function_name");

        // UNNEST in a select list is a function to the parser alone.
        if (policy.AllowsScalar(name) || name.Equals("unnest", StringComparison.OrdinalIgnoreCase) || Text(function, "class") == "WINDOW")
        {
            return;
        }

        throw policy.Knows(name)
            ? Refuse($"The function {name} is not allowed.", Position(function))
            : new JobFailedException(new JobFailure(FailureKind.Invalid, $"There is no function {name}.", Position(function)));
    }

    private static void CheckDescribe(JsonElement show)
    {
        if (Text(show, "show_type") is not ("DESCRIBE" or "SUMMARY") || show.GetProperty("query").ValueKind != JsonValueKind.Object)
        {
            throw Refuse("SHOW is not allowed: GET /api/tables lists the tables.");
        }
    }

    private static JobFailedException Failure(JsonElement error)
    {
        if (Text(error, "error_type") == "not implemented")
        {
            return Refuse("Not a SELECT statement.");
        }

        return new JobFailedException(new JobFailure(
            FailureKind.Invalid,
            Text(error, "error_message"),
            int.TryParse(Text(error, "position"), CultureInfo.InvariantCulture, out var position) ? position : null));
    }

    private static JobFailedException Refuse(string reason, int? position = null) =>
        new(new JobFailure(FailureKind.Refused, $"{reason} {Rule}", position));

    private static int? Position(JsonElement element) =>
        element.TryGetProperty("query_location", out var location) && location.TryGetInt32(out var position) ? position : null;

    private static string Normalize(string name) => name.ToLowerInvariant();
}
