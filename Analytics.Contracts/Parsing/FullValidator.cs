using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Parsing.Keywords;
using Analytics.Contracts.Pipelines;
using Json.Schema;

namespace Analytics.Contracts.Parsing;

/// <summary>The whole of JSON Schema, for the keywords that are not compiled. Slower by an order of magnitude: it builds a document per record.</summary>
internal sealed class FullValidator
{
    private static readonly EvaluationOptions Verdict = Options(OutputFormat.Flag);
    private static readonly EvaluationOptions Explanation = Options(OutputFormat.List);

    private readonly JsonSchema _schema;

    /// <summary>Builds the validator.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="draft">Its draft.</param>
    /// <param name="source">Names the schema in errors.</param>
    /// <exception cref="PipelineException">The schema can't be built.</exception>
    public FullValidator(JsonElement schema, SchemaDraft draft, string source)
    {
        try
        {
            JsonObject text = JsonObject.Create(schema)!;
            // The draft is known; naming it would make the library take its own dialect instead of ours.
            text.Remove("$schema");

            // A registry of its own: two versions of a schema may share their $id.
            var options = new BuildOptions { SchemaRegistry = new(), Dialect = SchemaDialects.Of(draft) };
            _schema = JsonSchema.FromText(text.ToJsonString(), options);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new PipelineException(source, null, $"is not a usable JSON Schema: {exception.Message}");
        }
    }

    /// <summary>Validates a record.</summary>
    /// <param name="json">A well-formed JSON text.</param>
    /// <param name="explanation">Property, keyword and message of the first fault; null when valid.</param>
    public bool IsValid(ReadOnlySpan<byte> json, out string? explanation)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
        JsonElement element = JsonElement.ParseValue(ref reader);
        try
        {
            if (_schema.Evaluate(element, Verdict).IsValid)
            {
                explanation = null;
                return true;
            }

            EvaluationResults? fault = _schema.Evaluate(element, Explanation).Details?.FirstOrDefault(detail => !detail.IsValid && detail.Errors is { Count: > 0 });
            explanation = fault is null
                ? "the schema is not satisfied"
                : $"{Place(fault)}{string.Join("; ", fault.Errors!.Select(error => $"{error.Key}: {error.Value}"))}";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Such as numbers of more digits than the library compares. What can't be shown to be valid is a dead letter; a record must not stop ingest.
            explanation = $"can't be evaluated: {exception.Message}";
        }

        return false;
    }

    private static EvaluationOptions Options(OutputFormat output) => new()
    {
        OutputFormat = output,
        RequireFormatValidation = true,
        FormatRegistry = AssertedFormat.Registry(),
    };

    private static string Place(EvaluationResults fault)
    {
        string pointer = fault.InstanceLocation.ToString();
        return pointer.Length <= 1 ? "" : $"{pointer[1..].Replace('/', '.')}: ";
    }
}
