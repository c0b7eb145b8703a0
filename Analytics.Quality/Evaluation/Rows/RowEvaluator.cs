using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// An expectation that judges every row (a "map expectation"): rows are missing, expected or unexpected, and it holds when at least the share
/// <c>mostly</c> of the rows that are not missing is expected.
/// </summary>
internal abstract class RowEvaluator(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    private int _elements;
    private int _present;
    private int _unexpected;

    /// <summary>The columns that samples show.</summary>
    protected abstract IReadOnlyList<RelationColumn> Columns { get; }

    /// <summary>The number of rows that are not missing, as an aggregate.</summary>
    protected abstract string PresentCount { get; }

    /// <summary>False for expectations about nulls themselves: their results have no <c>missing_*</c>.</summary>
    protected virtual bool CountsMissing => true;

    /// <summary>The number of unexpected rows as an aggregate of the shared scan, or one that only tells whether there are any.</summary>
    protected virtual string UnexpectedCount => $"count_if({Unexpected})";

    public override void Plan(ScanPlan plan)
    {
        _elements = plan.Add($"count(*){Filter()}");
        _present = plan.Add(PresentCount);
        _unexpected = plan.Add(UnexpectedCount);
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var elements = row.Count(_elements);
        var present = CountsMissing ? row.Count(_present) : elements;
        if ((present > 0 || !MismatchNeedsValues) && Mismatch is { } mismatch)
        {
            throw new DataMismatchException(mismatch);
        }

        var unexpected = CountUnexpected(row.Count(_unexpected), present, reader);
        var sample = unexpected == 0 ? [] : Sample(reader, SampledColumns(reader), unexpected);
        var success = present == 0 || (double)(present - unexpected) / present >= (Expectation.Number("mostly") ?? 1);
        return new ExpectationResult(Expectation, success, Numbers(elements, present, unexpected, sample, reader))
        {
            ElementCount = elements,
            UnexpectedCount = unexpected,
            Unexpected = Unexpected,
        };
    }

    /// <summary>The sample that <see cref="Read"/> will ask for, where one condition of a row tells what is unexpected; null where none is needed.</summary>
    public SampleRequest? SampleAhead(ScanRow row, BatchReader reader) =>
        IsConditionOfRow && Mismatch is null && reader.Shape.IndexColumns.All(name => Relation.Find(name) is not null) && row.Count(_unexpected) is > 0 and var found && Unexpected is { } condition
            ? new SampleRequest(condition, SampledColumns(reader), Math.Min(found, reader.SampleSize), found, row.Count(_elements))
            : null;

    /// <summary>Whether the condition of what is unexpected looks at one row alone, and the shared aggregate counts the rows it is true of.</summary>
    protected virtual bool IsConditionOfRow => true;

    private RelationColumn[] SampledColumns(BatchReader reader) => [.. Columns, .. IndexColumns(reader), .. RowColumns(reader)];

    /// <summary>Why the column's values cannot be judged; raised where there is a value at all, as values are asked one by one.</summary>
    protected virtual string? Mismatch => null;

    /// <summary>Whether it takes a value for <see cref="Mismatch"/> to be raised; else the type of the column is enough.</summary>
    protected virtual bool MismatchNeedsValues => true;

    /// <summary>Whether results show the numbers of unexpected rows.</summary>
    protected virtual bool ShowsRowNumbers => true;

    /// <summary>Rows without numbers can be named by index columns.</summary>
    private bool NamesRows(BatchReader reader) => ShowsRowNumbers || reader.Shape.IndexColumns.Count > 0;

    /// <summary>The first unexpected rows: the row number, then the columns.</summary>
    protected virtual IReadOnlyList<object?[]> Sample(BatchReader reader, IReadOnlyList<RelationColumn> columns, long found) => reader.Sample(Unexpected!, columns, found);

    /// <summary>The exact count, for expectations whose shared aggregate is only a sign.</summary>
    protected virtual long CountUnexpected(long scanned, long present, BatchReader reader) => scanned;

    /// <summary>A sampled row as <c>partial_unexpected_list</c> shows it.</summary>
    protected virtual JsonNode? Shown(object?[] values) => Columns[0].Json(values[0]);

    /// <summary>A sampled row as <c>partial_unexpected_counts</c> shows it.</summary>
    protected virtual JsonNode? Counted(object?[] values) => Shown(values);

    /// <summary>Whether samples are from pandas' arrays rather than its rows: a missing time equals nothing then.</summary>
    protected virtual bool ShowsArrays => false;

    private List<RelationColumn> IndexColumns(BatchReader reader) => [.. reader.Shape.IndexColumns.Select(Named)];

    /// <summary>Whether whole rows are shown where a result is to have them: not those of pairs, nor of what is about nulls.</summary>
    protected virtual bool ShowsRows => CountsMissing;

    private IReadOnlyList<RelationColumn> RowColumns(BatchReader reader) => reader.Shape.ShowsRows && ShowsRows ? Relation.Columns : [];

    private JsonObject Numbers(long elements, long present, long unexpected, IReadOnlyList<object?[]> sample, BatchReader reader)
    {
        var listed = sample.Take(ResultShape.MostValues).ToArray();
        var partial = listed.Take(reader.SampleSize).Select(Values).ToArray();
        var numbers = new JsonObject
        {
            ["element_count"] = elements,
            ["unexpected_count"] = unexpected,
            ["unexpected_percent"] = Percent(unexpected, present),
        };
        if (reader.Shape.ShowsValues)
        {
            numbers["partial_unexpected_list"] = new JsonArray([.. partial.Select(Shown)]);
        }

        if (reader.Shape.IndexColumns.Count > 0 && CountsMissing)
        {
            numbers["unexpected_index_column_names"] = new JsonArray([.. reader.Shape.IndexColumns.Select(name => (JsonNode)name)]);
        }

        if (CountsMissing)
        {
            numbers["missing_count"] = elements - present;
            numbers["missing_percent"] = Percent(elements - present, elements);
            numbers["unexpected_percent_total"] = Percent(unexpected, elements);
            numbers["unexpected_percent_nonmissing"] = Percent(unexpected, present);
        }

        if (reader.Shape.ShowsRows)
        {
            numbers["unexpected_rows"] = ShowsRows ? Records([.. listed.Take(reader.SampleSize)], reader) : null;
        }

        if (reader is { Shape.ShowsValues: true, SampleSize: > 0 } && Samples.Counts([.. listed.Select(row => Counted(Values(row)))], Columns, reader.SampleSize, ShowsArrays) is { } counts)
        {
            numbers["partial_unexpected_counts"] = counts;
        }

        if (NamesRows(reader) && reader.SampleSize > 0)
        {
            numbers["partial_unexpected_index_list"] = Indexes(reader.Shape.ShowsValues || reader.Shape.IndexColumns.Count == 0 ? [.. sample.Take(reader.SampleSize)] : sample, reader);
        }

        if (reader.Shape.IsComplete)
        {
            Complete(numbers, sample, reader);
        }

        return numbers;
    }

    /// <summary>Whole rows, each an object.</summary>
    private JsonArray Records(IReadOnlyList<object?[]> sample, BatchReader reader)
    {
        var first = 1 + Columns.Count + reader.Shape.IndexColumns.Count;
        return [.. sample.Select(row => (JsonNode)new JsonObject(Relation.Columns.Select((column, i) => KeyValuePair.Create(column.Name, column.Json(row[first + i])))))];
    }

    private void Complete(JsonObject numbers, IReadOnlyList<object?[]> sample, BatchReader reader)
    {
        if (reader.Shape.ShowsValues)
        {
            numbers["unexpected_list"] = new JsonArray([.. sample.Take(ResultShape.MostValues).Select(row => Shown(Values(row)))]);
        }

        if (NamesRows(reader))
        {
            numbers["unexpected_index_list"] = Indexes(sample, reader);
        }

        if (ShowsRowNumbers && reader.Shape.ShowsQuery)
        {
            numbers["unexpected_index_query"] = $"df.filter(items=[{string.Join(", ", sample.Select(row => JsonValues.Of(row[0])!.ToJsonString()))}], axis=0)";
        }
    }

    /// <summary>The columns of a sampled row, without its number and the index columns after them.</summary>
    private object?[] Values(object?[] row) => row[1..(1 + Columns.Count)];

    /// <summary>Row numbers; or, with index columns, objects of the columns judged and those; or, where values are not shown, one object of the index columns' values.</summary>
    private JsonArray Indexes(IReadOnlyList<object?[]> sample, BatchReader reader)
    {
        if (reader.Shape.IndexColumns.Count == 0)
        {
            return [.. sample.Select(row => JsonValues.Of(row[0]))];
        }

        if (!reader.Shape.ShowsValues)
        {
            return sample.Any() ? [new JsonObject(IndexColumns(reader).Select((column, i) =>
                KeyValuePair.Create(column.Name, (JsonNode?)new JsonArray([.. sample.Select(row => column.Json(row[1 + Columns.Count + i]))]))))] : [];
        }

        RelationColumn[] columns = [.. Columns, .. IndexColumns(reader)];
        return [.. sample.Select(row =>
        {
            var shown = new JsonObject();
            for (var i = 0; i < columns.Length; i++)
            {
                shown[columns[i].Name] = columns[i].Json(row[i + 1]);
            }

            return (JsonNode)shown;
        })];
    }

    private static JsonValue? Percent(long part, long whole) => whole == 0 ? null : JsonValue.Create((double)part / whole * 100);
}
