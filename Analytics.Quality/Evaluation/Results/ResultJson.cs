using System.Text.Json.Nodes;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>Results as Great Expectations writes them.</summary>
internal static class ResultJson
{
    private static readonly string[] SummaryOnly = ["partial_unexpected_counts", "partial_unexpected_index_list"];

    /// <summary>One result: <c>{"success","expectation_config","result","meta","exception_info"}</c>.</summary>
    public static JsonObject Of(ExpectationResult result, ResultFormat format = ResultFormat.Summary, string? batchId = null) => new()
    {
        ["success"] = result.Success,
        ["expectation_config"] = Config(result.Expectation, batchId),
        ["result"] = Numbers(result, format),
        ["meta"] = new JsonObject(),
        ["exception_info"] = ExceptionJson.Of(result, batchId),
    };

    /// <summary>The result of a suite. A raised exception counts as unsuccessful.</summary>
    public static JsonObject Of(SuiteResult suite, JsonObject meta, ResultFormat format, string? batchId = null)
    {
        var successful = suite.Results.Count(result => result.Success);
        var evaluated = suite.Results.Count;
        return new JsonObject
        {
            ["success"] = suite.Success,
            ["results"] = new JsonArray([.. ResultOrder.Of(suite).Select(result => Of(result, format, batchId))]),
            ["suite_name"] = suite.Suite.Name,
            ["suite_parameters"] = suite.Suite.Parameters is { } parameters ? JsonNode.Parse(parameters.GetRawText()) : new JsonObject(),
            ["statistics"] = new JsonObject
            {
                ["evaluated_expectations"] = evaluated,
                ["successful_expectations"] = successful,
                ["unsuccessful_expectations"] = evaluated - successful,
                ["success_percent"] = evaluated == 0 ? null : JsonValue.Create((double)successful / evaluated * 100),
            },
            ["meta"] = meta,
            ["id"] = null,
        };
    }

    private static JsonObject Config(Contracts.Suites.Expectation expectation, string? batchId)
    {
        var config = new JsonObject
        {
            ["type"] = expectation.Type,
            ["kwargs"] = KwargsJson.Of(expectation, batchId),
            ["meta"] = expectation.Meta is { } meta ? JsonNode.Parse(meta.GetRawText()) : new JsonObject(),
            ["severity"] = SeverityName.Of(expectation.Severity),
        };
        if (expectation.Id is not null)
        {
            config["id"] = expectation.Id;
        }

        if (expectation.Description is not null)
        {
            config["description"] = expectation.Description;
        }

        if (expectation.Notes is { } notes)
        {
            config["notes"] = JsonNode.Parse(notes.GetRawText());
        }

        return config;
    }

    private static JsonObject Numbers(ExpectationResult result, ResultFormat format)
    {
        var numbers = format is ResultFormat.BooleanOnly ? [] : result.Result.DeepClone().AsObject();
        if (format is ResultFormat.Basic)
        {
            foreach (var key in SummaryOnly)
            {
                numbers.Remove(key);
            }
        }

        return numbers;
    }
}
