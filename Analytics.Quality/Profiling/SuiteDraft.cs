using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using DuckDB.NET.Data;

namespace Analytics.Quality.Profiling;

/// <summary>
/// Drafts a suite from data: the columns, the number of rows, and per column nulls, uniqueness, small sets of values, ranges, oldest times, lengths and formats.
/// The data it is drafted from passes it.
/// </summary>
internal sealed class SuiteDraft(DuckDBConnection connection, Relation relation)
{
    /// <summary>At most so many different values are a set, when each occurs ten times on average.</summary>
    private const int SetSize = 20;

    private static readonly (string Name, string Regex)[] Formats =
    [
        ("a UUID", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"),
        ("an e-mail address", "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"),
        ("a date and time", "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}"),
        ("a date", "^\\d{4}-\\d{2}-\\d{2}$"),
    ];

    private readonly JsonArray _expectations = [];

    public JsonObject Write(string name)
    {
        var rows = Convert.ToInt64(Row("count(*)")[0], CultureInfo.InvariantCulture);
        Add("expect_table_columns_to_match_set", Arguments(("column_set", new JsonArray([.. relation.Columns.Select(column => JsonValue.Create(column.Name))]))), "The columns found. Set exact_match to false to allow more.");
        Add("expect_table_row_count_to_be_between", Arguments(("min_value", rows / 2), ("max_value", Math.Max(1, rows * 2))), $"{rows:N0} rows found; half and twice as many are allowed.", warning: true);
        foreach (var column in relation.Columns.Where(column => column.Family is not ColumnFamily.Other && rows > 0))
        {
            Draft(column, rows);
        }

        return new JsonObject
        {
            ["name"] = name,
            ["notes"] = $"Drafted from {rows:N0} rows. Read each line: what is true of this data by chance should go.",
            ["expectations"] = _expectations,
        };
    }

    private void Draft(RelationColumn column, long rows)
    {
        var counts = Row($"count({column.Present}), count(DISTINCT {column.Present})").Select(value => Convert.ToInt64(value, CultureInfo.InvariantCulture)).ToArray();
        var (present, distinct) = (counts[0], counts[1]);
        Nulls(column, rows, present);
        if (present == 0)
        {
            return;
        }

        var isName = column.Family is ColumnFamily.Text or ColumnFamily.Integer;
        var isKey = isName && distinct == present && present > 1;
        if (isKey)
        {
            Add("expect_column_values_to_be_unique", Of(column), $"All {present:N0} values differ: it looks like a key.");
        }

        if (isName && distinct <= SetSize && present >= distinct * 10)
        {
            var values = Values($"SELECT DISTINCT {column.Sql} AS v FROM {Relation.Name} WHERE NOT ({column.Missing}) ORDER BY v");
            Add("expect_column_values_to_be_in_set", Of(column, ("value_set", new JsonArray([.. values.Select(JsonValues.Of)]))), $"Only {distinct} different values in {present:N0}: they look like a list of codes.");
        }
        else if (column.Family is ColumnFamily.Real || (column.Family is ColumnFamily.Integer && !isKey))
        {
            Range(column);
        }
        else if (column.Family is ColumnFamily.Time)
        {
            Oldest(column);
        }
        else if (column.Type is "VARCHAR")
        {
            Text(column, present);
        }
    }

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

    private void Range(RelationColumn column)
    {
        var range = Row($"CAST(min({column.Present}) AS DOUBLE), CAST(max({column.Present}) AS DOUBLE)").Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).ToArray();
        if (!double.IsFinite(range[0]) || !double.IsFinite(range[1]))
        {
            return;
        }

        // A tenth of the spread on both sides, but not below zero where nothing was.
        var margin = (range[1] - range[0]) / 10;
        var min = range[0] >= 0 ? Math.Max(0, Math.Floor(range[0] - margin)) : Math.Floor(range[0] - margin);
        var max = range[1] <= 0 ? Math.Min(0, Math.Ceiling(range[1] + margin)) : Math.Ceiling(range[1] + margin);
        Add("expect_column_values_to_be_between", Of(column, ("min_value", min), ("max_value", max)), string.Create(CultureInfo.InvariantCulture, $"Found from {range[0]} to {range[1]}; a tenth of that spread is allowed beyond."), warning: true);
    }

    /// <summary>Newer files have newer times, so only the past is bounded: by the year of the oldest, as defaults of exporters (1900, 1970) lie before it.</summary>
    private void Oldest(RelationColumn column)
    {
        var found = Row($"CAST(min({column.Sql}) AS VARCHAR), CAST(max({column.Sql}) AS VARCHAR), CAST(year(min({column.Sql})) AS INTEGER)");
        if (found[2] is int year and > 0 and <= 9999)
        {
            Add("expect_column_values_to_be_between", Of(column, ("min_value", string.Create(CultureInfo.InvariantCulture, $"{year:0000}-01-01T00:00:00"))), $"Found from {found[0]} to {found[1]}. Older than the year {year} would be a surprise; newer times are expected.", warning: true);
        }
    }

    private void Text(RelationColumn column, long present)
    {
        var text = $"CAST({column.Sql} AS VARCHAR)";
        var row = Row($"min(length({text})), max(length({text})), {string.Join(", ", Formats.Select(format => $"count(*) FILTER (WHERE regexp_matches({text}, {LakeSql.Literal(format.Regex)}))"))}")
            .Select(value => Convert.ToInt64(value, CultureInfo.InvariantCulture)).ToArray();
        var found = Array.FindIndex(row[2..], count => count == present);
        if (found >= 0)
        {
            Add("expect_column_values_to_match_regex", Of(column, ("regex", Formats[found].Regex)), $"Every value is {Formats[found].Name}.");
        }
        else if (row[0] == row[1])
        {
            Add("expect_column_value_lengths_to_equal", Of(column, ("value", row[0])), $"Every value has {row[0]} characters.");
        }
        else
        {
            Add("expect_column_value_lengths_to_be_between", Of(column, ("min_value", Math.Min(row[0], 1)), ("max_value", row[1] * 2)), $"Found from {row[0]} to {row[1]} characters; twice as long is allowed.", warning: true);
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

    private object?[] Row(string aggregates)
    {
        using var reader = Read($"SELECT {aggregates} FROM {Relation.Name}");
        reader.Read();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))];
    }

    private List<object?> Values(string select)
    {
        using var reader = Read(select);
        var values = new List<object?>();
        while (reader.Read())
        {
            values.Add(reader.GetValue(0));
        }

        return values;
    }

    private DuckDBDataReader Read(string select)
    {
        using var command = connection.CreateCommand();
        command.CommandText = relation.With + select;
        return command.ExecuteReader();
    }
}
