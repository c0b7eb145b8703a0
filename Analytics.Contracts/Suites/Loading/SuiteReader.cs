using System.Text.Json;
using Analytics.Contracts.Suites.Catalog;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>
/// Reads the JSON of a suite: <c>{"name":"events","expectations":[{"type":"expect_…","kwargs":{"column":"x"},"severity":"warning","notes":"why"}]}</c>.
/// Unlike Great Expectations it refuses what it does not know: a mistyped expectation that is dropped silently guards nothing.
/// </summary>
/// <param name="file">The file, for errors.</param>
/// <param name="columns">The columns of the data; null when unknown.</param>
/// <param name="runParameters">Values of parameters for this run, a JSON object.</param>
internal sealed class SuiteReader(string file, IReadOnlySet<string>? columns, JsonElement? runParameters = null)
{
    private SuiteParameters _parameters = new(null, runParameters);

    private static readonly HashSet<string> SuiteKeys = ["name", "id", "expectations", "suite_parameters", "meta", "notes"];

    private static readonly HashSet<string> ExpectationKeys =
        ["type", "kwargs", "meta", "id", "notes", "description", "severity", "expectation_context", "rendered_content"];

    public ExpectationSuite Read(JsonElement root)
    {
        var source = new SuiteSource(file);
        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw source.Error(null, "a suite is a JSON object with \"name\" and \"expectations\"");
        }

        SuiteJson.RefuseOtherKeys(root, SuiteKeys, source);
        if (!root.TryGetProperty("expectations", out var expectations) || expectations.ValueKind is not JsonValueKind.Array)
        {
            throw source.Error("expectations", "required; give an array, empty if nothing is expected");
        }

        var meta = SuiteJson.OptionalObject(root, "meta", source);
        var onFailure = SuiteJson.OnFailure(meta, source) ?? FailureAction.QuarantineRows;
        _parameters = new SuiteParameters(SuiteJson.OptionalObject(root, "suite_parameters", source), runParameters);
        var all = expectations.EnumerateArray().Select((item, index) => ReadExpectation(item, index, onFailure)).ToArray();
        return new ExpectationSuite
        {
            Name = SuiteJson.OptionalText(root, "name", source) ?? Path.GetFileNameWithoutExtension(file),
            Id = SuiteJson.OptionalText(root, "id", source),
            Meta = meta,
            Notes = SuiteJson.Notes(root, source),
            Expectations = all,
            Parameters = _parameters.Used,
        };
    }

    private Expectation ReadExpectation(JsonElement item, int index, FailureAction suiteDefault)
    {
        var source = new SuiteSource(file, index);
        if (item.ValueKind is not JsonValueKind.Object)
        {
            throw source.Error(null, "an expectation is a JSON object with \"type\" and \"kwargs\"");
        }

        if (item.TryGetProperty("expectation_type", out _))
        {
            throw source.Error("expectation_type", "is the form before Great Expectations 1.0; rename it to \"type\"");
        }

        var type = SuiteJson.OptionalText(item, "type", source)
            ?? throw source.Error("type", "required; name an expectation, such as expect_column_values_to_not_be_null");
        var signature = ExpectationCatalog.Find(type)
            ?? throw source.Error("type", $"unknown expectation {type}{Suggestion.For(type, ExpectationCatalog.Types)}");
        source = source with { Type = type };
        SuiteJson.RefuseOtherKeys(item, ExpectationKeys, source);
        var kwargs = _parameters.Resolve(SuiteJson.OptionalObject(item, "kwargs", source) ?? JsonElement.Parse("{}"), source);
        if (kwargs.ValueKind is not JsonValueKind.Object)
        {
            throw source.Error("kwargs", "must be a JSON object; a $PARAMETER stands for a value in it");
        }

        kwargs = KwargTyping.Apply(kwargs, signature);
        new KwargChecker(signature, columns, source).Check(kwargs);
        kwargs = RowConditionLoader.Normalise(kwargs, columns, source, out var condition);
        var meta = SuiteJson.OptionalObject(item, "meta", source);
        return new Expectation
        {
            Index = index,
            Type = type,
            Kwargs = kwargs.Clone(),
            RowCondition = condition,
            Meta = meta,
            Severity = SuiteJson.Severity(item, source),
            OnFailure = SuiteJson.OnFailure(meta, source) ?? suiteDefault,
            Notes = SuiteJson.Notes(item, source),
            Description = SuiteJson.OptionalText(item, "description", source),
            Id = SuiteJson.OptionalText(item, "id", source),
        };
    }
}
