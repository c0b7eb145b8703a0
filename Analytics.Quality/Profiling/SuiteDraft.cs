using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using DuckDB.NET.Data;

namespace Analytics.Quality.Profiling;

/// <summary>
/// Drafts a suite from data: the columns, the number of rows, and per column nulls, uniqueness, small sets of values, ranges, oldest times, lengths and formats.
/// The data it is drafted from passes it. One scan tells most; one more finds the values of small sets, and one for each column that may be a key.
/// </summary>
internal sealed class SuiteDraft(DuckDBConnection connection, Relation relation)
{
    /// <summary>At most so many different values are a set, when each occurs ten times on average.</summary>
    private const int SetSize = 20;

    /// <summary>Counts of different values are estimates at first: this share of the rows may turn out to be all of them.</summary>
    private const double MaybeKey = 0.7;

    private readonly JsonArray _expectations = [];

    public JsonObject Write(string name)
    {
        var (rows, facts) = Scan();
        var sets = Sets(facts);
        Add("expect_table_columns_to_match_set", Arguments(("column_set", new JsonArray([.. relation.Columns.Select(column => JsonValue.Create(column.Name))]))), "The columns found. Set exact_match to false to allow more.");
        Add("expect_table_row_count_to_be_between", Arguments(("min_value", rows / 2), ("max_value", Math.Max(1, rows * 2))), $"{rows:N0} rows found; half and twice as many are allowed.", warning: true);
        foreach (var column in facts.Where(_ => rows > 0))
        {
            Draft(column, rows, sets.GetValueOrDefault(column.Column.Name));
        }

        return new JsonObject
        {
            ["name"] = name,
            ["notes"] = $"Drafted from {rows:N0} rows. Read each line: what is true of this data by chance should go.",
            ["expectations"] = _expectations,
        };
    }

    private void Draft(ColumnFacts facts, long rows, IReadOnlyList<object?>? set)
    {
        var (column, present) = (facts.Column, facts.Present);
        Nulls(column, rows, present);
        if (present == 0)
        {
            return;
        }

        var isKey = IsKey(facts);
        if (isKey)
        {
            Add("expect_column_values_to_be_unique", Of(column), $"All {present:N0} values differ: it looks like a key.");
        }

        if (set is not null)
        {
            Add("expect_column_values_to_be_in_set", Of(column, ("value_set", new JsonArray([.. set.Select(JsonValues.Of)]))), $"Only {set.Count} different values in {present:N0}: they look like a list of codes.");
        }
        else if (column.Family is ColumnFamily.Real || (column.Family is ColumnFamily.Integer && !isKey))
        {
            Range(facts);
        }
        else if (column.Family is ColumnFamily.Time)
        {
            Oldest(facts);
        }
        else if (column.Type is "VARCHAR")
        {
            Text(facts);
        }
    }

    /// <summary>All that one scan tells.</summary>
    private (long Rows, IReadOnlyList<ColumnFacts> Columns) Scan()
    {
        var facts = new List<ColumnFacts>();
        var next = 1;
        foreach (var column in relation.Columns.Where(column => column.Family is not ColumnFamily.Other))
        {
            facts.Add(new ColumnFacts(column, next));
            next += facts[^1].Aggregates.Count;
        }

        using var reader = Read($"SELECT {string.Join(", ", facts.SelectMany(column => column.Aggregates).Prepend("count(*)"))} FROM {Relation.Name}");
        reader.Read();
        facts.ForEach(column => column.Read(reader));
        return (reader.GetInt64(0), facts);
    }

    /// <summary>The values of the columns that have few, by column.</summary>
    private Dictionary<string, IReadOnlyList<object?>> Sets(IReadOnlyList<ColumnFacts> facts)
    {
        ColumnFacts[] few = [.. facts.Where(column => IsName(column.Column) && column.AboutDistinct is > 0 and <= 2 * SetSize)];
        if (few.Length == 0)
        {
            return [];
        }

        using var reader = Read($"SELECT {string.Join(", ", few.Select(column => $"list_sort(list(DISTINCT {column.Column.Sql}) FILTER (WHERE NOT ({column.Column.Missing})))"))} FROM {Relation.Name}");
        reader.Read();
        return few.Select((column, i) => (column, Values: (IReadOnlyList<object?>)[.. ((IEnumerable)reader.GetValue(i)).Cast<object?>()]))
            .Where(found => found.Values.Count <= SetSize && found.column.Present >= found.Values.Count * 10)
            .ToDictionary(found => found.column.Column.Name, found => found.Values);
    }

    private bool IsKey(ColumnFacts facts)
    {
        if (!IsName(facts.Column) || facts.Present < 2 || facts.AboutDistinct < facts.Present * MaybeKey)
        {
            return false;
        }

        using var reader = Read($"SELECT count(DISTINCT {facts.Column.Present}) FROM {Relation.Name}");
        reader.Read();
        return reader.GetInt64(0) == facts.Present;
    }

    private static bool IsName(RelationColumn column) => column.Family is ColumnFamily.Text or ColumnFamily.Integer;

    private void Nulls(RelationColumn column, long rows, long present)
    {
        if (present == rows)
        {
            Add("expect_column_values_to_not_be_null", Of(column), "No value is missing.");
        }
        else if (present > 0)
        {
            var share = (double)present / rows;
            var allowed = Math.Floor(Math.Max(0, share - (0.1 * (1 - share)) - 0.01) * 1000) / 1000;
            if (allowed == 0)
            {
                return;
            }

            Add("expect_column_values_to_not_be_null", Of(column, ("mostly", allowed)), string.Create(CultureInfo.InvariantCulture, $"{(1 - share) * 100:0.##} % are missing; a little more is allowed."), warning: true);
        }
    }

    private void Range(ColumnFacts facts)
    {
        var (least, greatest) = facts.Range;
        if (!double.IsFinite(least) || !double.IsFinite(greatest))
        {
            return;
        }

        // A tenth of the spread on both sides, but not below zero where nothing was.
        var margin = (greatest - least) / 10;
        var min = least >= 0 ? Math.Max(0, Math.Floor(least - margin)) : Math.Floor(least - margin);
        var max = greatest <= 0 ? Math.Min(0, Math.Ceiling(greatest + margin)) : Math.Ceiling(greatest + margin);
        Add("expect_column_values_to_be_between", Of(facts.Column, ("min_value", min), ("max_value", max)), string.Create(CultureInfo.InvariantCulture, $"Found from {least} to {greatest}; a tenth of that spread is allowed beyond."), warning: true);
    }

    /// <summary>Newer files have newer times, so only the past is bounded: by the year of the oldest, as defaults of exporters (1900, 1970) lie before it.</summary>
    private void Oldest(ColumnFacts facts)
    {
        if (facts.Times is (var oldest, var newest, (> 0 and <= 9999) and { } year))
        {
            Add("expect_column_values_to_be_between", Of(facts.Column, ("min_value", string.Create(CultureInfo.InvariantCulture, $"{year:0000}-01-01T00:00:00"))), $"Found from {oldest} to {newest}. Older than the year {year} would be a surprise; newer times are expected.", warning: true);
        }
    }

    private void Text(ColumnFacts facts)
    {
        var (shortest, longest) = facts.Lengths;
        if (facts.Format is { } format)
        {
            Add("expect_column_values_to_match_regex", Of(facts.Column, ("regex", format.Regex)), $"Every value is {format.Name}.");
        }
        else if (shortest == longest)
        {
            Add("expect_column_value_lengths_to_equal", Of(facts.Column, ("value", shortest)), $"Every value has {shortest} characters.");
        }
        else
        {
            Add("expect_column_value_lengths_to_be_between", Of(facts.Column, ("min_value", Math.Min(shortest, 1)), ("max_value", longest * 2)), $"Found from {shortest} to {longest} characters; twice as long is allowed.", warning: true);
        }
    }

    private void Add(string type, JsonObject kwargs, string why, bool warning = false) => _expectations.Add(new JsonObject
    {
        ["type"] = type,
        ["kwargs"] = kwargs,
        ["severity"] = warning ? "warning" : "critical",
        ["notes"] = why,
    });

    private static JsonObject Of(RelationColumn column, params (string Name, JsonNode? Value)[] more) => Arguments([("column", column.Name), .. more]);

    private static JsonObject Arguments(params (string Name, JsonNode? Value)[] arguments) =>
        new(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value)));

    private DuckDBDataReader Read(string select)
    {
        using var command = connection.CreateCommand();
        command.CommandText = relation.With + select;
        return command.ExecuteReader();
    }
}
