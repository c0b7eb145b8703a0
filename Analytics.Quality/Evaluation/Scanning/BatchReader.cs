using Analytics.Quality.Evaluation.Columns;
using DuckDB.NET.Data;

namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>Runs the statements of an evaluation over one relation.</summary>
internal sealed class BatchReader(DuckDBConnection connection, Relation relation, int sampleSize)
{
    private const string RowNumber = "__row";

    public Relation Relation => relation;

    /// <summary>How many unexpected rows are kept as samples.</summary>
    public int SampleSize => sampleSize;

    /// <summary>Computes all aggregates of a plan in one pass.</summary>
    public ScanRow Scan(ScanPlan plan) => new(plan.Aggregates.Count == 0
        ? []
        : Run($"{relation.With}SELECT {string.Join(", ", plan.Aggregates)} FROM {Relation.Name}").Single());

    /// <summary>One number, for what depends on groups.</summary>
    public long Count(string select) => new ScanRow(Run(relation.With + select).Single()).Count(0);

    /// <summary>One column of values.</summary>
    public IReadOnlyList<object?> Values(string select) => [.. Run(relation.With + select).Select(row => row[0])];

    /// <summary>All rows of a small answer.</summary>
    public IReadOnlyList<object?[]> Rows(string select) => Run(relation.With + select);

    /// <summary>The first rows, in row order, that satisfy a condition: the 0-based row number, then the columns named.</summary>
    public IReadOnlyList<object?[]> Sample(string condition, IEnumerable<RelationColumn> columns)
    {
        var names = string.Join(", ", columns.Select(column => column.Sql));
        return Run($"""
            {relation.With}, numbered AS NOT MATERIALIZED (SELECT row_number() OVER () - 1 AS {RowNumber}, * FROM {Relation.Name})
            SELECT {RowNumber}, {names} FROM numbered WHERE {condition} LIMIT {sampleSize}
            """);
    }

    private List<object?[]> Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            rows.Add(row);
        }

        return rows;
    }
}
