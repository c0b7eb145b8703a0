using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// <c>expect_column_values_to_be_of_type</c> and <c>…_in_type_list</c>, in the names of pandas and numpy. The type of a column answers for all its
/// values, except in columns of Python objects (Booleans with nulls, dates, decimals), whose values are judged.
/// </summary>
internal sealed class ValuesOfType : ColumnValueEvaluator
{
    private readonly string[] _names;
    private int _all;
    private int _present;

    public ValuesOfType(Expectation expectation, Relation relation)
        : base(expectation, relation) =>
        _names = [.. (expectation.Argument("type_") is { } single ? [single] : expectation.Items("type_list")).Select(name => name.GetString()!)];

    private bool IsList => Expectation.Argument("type_list") is not null;

    /// <summary>Within a list Great Expectations takes names of Python's own types in any case.</summary>
    private bool IsNative(string name) => IsList && name.ToUpperInvariant() is ("FLOAT" or "INT" or "LONG" or "BOOL");

    /// <summary>Asked for it alone, the type of a column of objects answers; in a list each value is looked at.</summary>
    private bool AsksForObject => !IsList && _names.Any(name => name is "object" or "object_" or "O");

    protected override string Expected => PandasType.OfObjects(Subject) is { } type && _names.Any(type.MatchesObject) ? "true" : "false";

    /// <summary>A column of the wrong type has no row that is to blame; one of Python objects has one type here.</summary>
    public override string? Unexpected => PandasType.OfObjects(Subject) is null ? null : base.Unexpected;

    protected override string UnexpectedCount => base.Unexpected is { } condition ? $"count_if({condition})" : "0";

    public override void Plan(ScanPlan plan)
    {
        base.Plan(plan);
        _all = plan.Add("count(*)");
        _present = plan.Add($"count({Subject.Present})");
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var type = PandasType.Of(Subject, hasNulls: row.Count(_all) != row.Count(_present));
        if (type.IsObject && !AsksForObject && !_names.Any(PandasType.Knows) && (IsList || _names.Length > 0))
        {
            throw new DataMismatchException(IsList
                ? $"No recognized numpy/python type in list: [{string.Join(", ", _names.Select(name => $"'{name}'"))}]"
                : $"Unrecognized numpy/python type: {_names[0]}");
        }

        return type.IsObject && !AsksForObject
            ? base.Read(row, reader)
            : Observed((_names.Length == 0 && !IsList) || _names.Any(name => type.Matches(IsNative(name) ? name.ToLowerInvariant() : name)), JsonValue.Create(type.Name)) with { Unexpected = null };
    }
}
