using System.Text.Json;
using Analytics.Contracts.Pipelines;
using Json.Schema;

namespace Analytics.Contracts.Parsing;

/// <summary>The whole of JSON Schema, for the keywords that are not compiled. Slower by an order of magnitude: it builds a document per record.</summary>
internal sealed class FullValidator
{
    private static readonly EvaluationOptions Verdict = new() { OutputFormat = OutputFormat.Flag };
    private static readonly EvaluationOptions Explanation = new() { OutputFormat = OutputFormat.List };

    private readonly JsonSchema _schema;

    /// <summary>Builds the validator.</summary>
    /// <param name="schemaText">The schema.</param>
    /// <param name="isDraft7">Draft-07 instead of 2020-12.</param>
    /// <param name="source">Names the schema in errors.</param>
    /// <exception cref="PipelineException">The schema can't be built.</exception>
    public FullValidator(string schemaText, bool isDraft7, string source)
    {
        try
        {
            // A registry of its own: two versions of a schema may share their $id.
            var options = new BuildOptions { SchemaRegistry = new(), Dialect = isDraft7 ? Dialect.Draft07 : Dialect.Draft202012 };
            _schema = JsonSchema.FromText(schemaText, options);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new PipelineException(source, null, $"is not a usable JSON Schema: {exception.Message} References must point into the schema itself.");
        }
    }

    /// <summary>Validates a record.</summary>
    /// <param name="json">A well-formed JSON text.</param>
    /// <param name="explanation">Property, keyword and message of the first fault; null when valid.</param>
    public bool IsValid(ReadOnlySpan<byte> json, out string? explanation)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
        JsonElement element = JsonElement.ParseValue(ref reader);
        if (_schema.Evaluate(element, Verdict).IsValid)
        {
            explanation = null;
            return true;
        }

        EvaluationResults? fault = _schema.Evaluate(element, Explanation).Details?.FirstOrDefault(detail => !detail.IsValid && detail.Errors is { Count: > 0 });
        explanation = fault is null
            ? "the schema is not satisfied"
            : $"{Place(fault)}{string.Join("; ", fault.Errors!.Select(error => $"{error.Key}: {error.Value}"))}";
        return false;
    }

    private static string Place(EvaluationResults fault)
    {
        string pointer = fault.InstanceLocation.ToString();
        return pointer.Length <= 1 ? "" : $"{pointer[1..].Replace('/', '.')}: ";
    }
}
