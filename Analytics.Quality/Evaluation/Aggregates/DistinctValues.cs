using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>
/// <c>expect_column_distinct_values_to_{be_in_set,contain_set,equal_set}</c>. The scan counts the distinct values outside of the set and
/// collects those of the set that occur: never more than the set has. A null of the set is no value, so it is always missing.
/// </summary>
internal sealed class DistinctValues : Evaluator
{
    private readonly RelationColumn _subject;
    private readonly bool _refusesOthers;
    private readonly bool _needsAll;
    private readonly List<JsonElement> _values;
    private readonly string? _set;
    private int _outside;
    private int _found;

    public DistinctValues(Expectation expectation, Relation relation, bool refusesOthers, bool needsAll)
        : base(expectation, relation)
    {
        _subject = Column("column");
        _refusesOthers = refusesOthers;
        _needsAll = needsAll;
        _values = [.. expectation.Items("value_set").DistinctBy(ValueKey.Of)];
        _set = SqlValue.Set(_values, _subject);
    }

    private string Outside => _set is null ? $"NOT ({_subject.Missing})" : $"NOT ({_subject.Missing}) AND {_subject.Sql} NOT IN ({_set})";

    public override void Plan(ScanPlan plan)
    {
        if (_refusesOthers)
        {
            _outside = plan.Add($"count(DISTINCT {_subject.Sql}){Filter(Outside)}");
        }

        if (_needsAll && _set is not null)
        {
            // Compared by the literals' position, so that 1 and 1.0 or two spellings of a time are one value.
            var cases = _values.Select((value, i) => SqlValue.Literal(value, _subject) is { } literal ? $"coalesce(bool_or({_subject.Sql} = {literal}){Filter()}, false)" : "false");
            _found = plan.Add($"[{string.Join(", ", cases)}]");
        }
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var outside = _refusesOthers ? row.Count(_outside) : 0;
        var missing = _needsAll ? Missing(row) : [];
        var result = new JsonObject { ["observed_value"] = null };
        if (_refusesOthers)
        {
            result["unexpected_count"] = outside;
        }

        if (_needsAll)
        {
            result["missing_count"] = missing.Count;
        }

        if (_refusesOthers)
        {
            var sample = outside == 0
                ? []
                : reader.Values($"SELECT DISTINCT {_subject.Shown} AS v FROM {Relation.Name} WHERE {Within(Outside)} ORDER BY v LIMIT {reader.SampleSize}");
            result["partial_unexpected_list"] = new JsonArray([.. sample.Select(_subject.Json)]);
        }

        if (_needsAll)
        {
            result["partial_missing_list"] = new JsonArray([.. missing.Take(reader.SampleSize).Select(value => JsonNode.Parse(value.GetRawText()))]);
        }

        return new ExpectationResult(Expectation, outside == 0 && missing.Count == 0, result);
    }

    private List<JsonElement> Missing(ScanRow row)
    {
        if (_set is null)
        {
            return _values;
        }

        var found = ((System.Collections.IEnumerable)row[_found]!).Cast<bool>().ToArray();
        return [.. _values.Where((_, i) => !found[i])];
    }
}
