using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// <c>expect_column_values_to_be_increasing</c> and <c>…_decreasing</c>: each value against the last one before it that is not missing. Needs the order
/// of rows, so it takes a scan of its own; and as the order is not a property of a row, no row of a batch is to blame.
/// </summary>
internal sealed class ValuesOrdered : ColumnValueEvaluator
{
    private readonly string _broken;

    public ValuesOrdered(Expectation expectation, Relation relation, bool increasing)
        : base(expectation, relation)
    {
        if (Subject.Family is ColumnFamily.Text or ColumnFamily.Other)
        {
            throw new DataMismatchException("operation 'sub' not supported for dtype 'str' with dtype 'str'");
        }

        _broken = $"{Subject.Sql} {(increasing ? "<" : ">")}{(expectation.Flag("strictly") ? "=" : "")} previous";
    }

    protected override string Expected => "true";

    public override string? Unexpected => null;

    protected override string UnexpectedCount => $"count({Subject.Present}){Filter()}";

    private string Ordered =>
        $"(SELECT *, lag({Subject.Sql}) OVER () AS previous FROM {BatchReader.Numbered} WHERE {Within($"NOT ({Subject.Missing})")})";

    protected override long CountUnexpected(long scanned, long present, BatchReader reader) =>
        scanned == 0 ? 0 : reader.CountNumbered($"SELECT count(*) FROM {Ordered} WHERE {_broken}");

    protected override IReadOnlyList<object?[]> Sample(BatchReader reader, IReadOnlyList<RelationColumn> columns, long found) => reader.Sample(_broken, columns, found, Ordered);
}
