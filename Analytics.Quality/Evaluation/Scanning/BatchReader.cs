using Analytics.Quality.Evaluation.Columns;
using DuckDB.NET.Data;

namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>Runs the statements of an evaluation over one relation.</summary>
internal sealed class BatchReader(DuckDBConnection connection, Relation relation, ResultShape shape)
{
    /// <summary>The name of the data with row numbers, for statements about the order of rows.</summary>
    public const string Numbered = "numbered";

    private const string RowNumber = "__row";

    private readonly SharedSamples _shared = new();

    public Relation Relation => relation;

    /// <summary>What results are to show beyond the usual.</summary>
    public ResultShape Shape => shape;

    /// <summary>How many unexpected rows are kept as samples.</summary>
    public int SampleSize => shape.SampleSize;

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

    /// <summary>One number of a statement over <see cref="Numbered"/>.</summary>
    public long CountNumbered(string select) => new ScanRow(Run(WithNumbers + select).Single()).Count(0);

    /// <summary>Reads samples that will be asked for together; where that fails, each is read when it is asked for.</summary>
    public void SampleAhead(IEnumerable<SampleRequest> requests)
    {
        var shared = shape.NeedsAll ? [] : requests.Where(request => request.IsShared).ToArray();
        if (shared.Length < 2)
        {
            return;
        }

        try
        {
            _shared.Read(connection, WithNumbers, RowNumber, shared);
        }
        catch (Exception error) when (error is DuckDBException or DataMismatchException)
        {
            // One of them breaks on rows that it is not about.
        }
    }

    /// <summary>The first rows, in row order, that satisfy a condition: the 0-based row number, then the columns named.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="found">How many rows there are: the search ends at the last one.</param>
    /// <param name="source">What to select from: <see cref="Numbered"/>, or a SELECT over it.</param>
    public IReadOnlyList<object?[]> Sample(string condition, IReadOnlyList<RelationColumn> columns, long found, string source = Numbered)
    {
        if (source is Numbered && _shared.Find(condition, columns) is { } ahead)
        {
            return ahead;
        }

        var names = string.Join(", ", columns.Select(column => column.Shown));
        var most = shape.NeedsAll ? found : Math.Min(found, SampleSize);
        return Run($"{WithNumbers}SELECT {RowNumber}, {names} FROM {source} WHERE {condition} LIMIT {most}");
    }

    private string WithNumbers =>
        $"{relation.With}, {Numbered} AS NOT MATERIALIZED (SELECT row_number() OVER () - 1 AS {RowNumber}, * FROM {Relation.Name}) ";

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
                row[i] = Cell.Read(reader, i);
            }

            rows.Add(row);
        }

        return rows;
    }
}
