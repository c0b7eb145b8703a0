using System.Text.Json;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites.Loading;

namespace Analytics.Contracts.Suites;

/// <summary>Loads suites of expectations from JSON files, refusing what cannot work.</summary>
public static class SuiteLoader
{
    /// <summary>The table of events: its suite is <c>expectations/events.json</c>.</summary>
    private const string Events = "events";

    /// <summary>Of an argument that is written twice, one would count without a word.</summary>
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Loads one suite.</summary>
    /// <param name="file">The JSON file.</param>
    /// <param name="columns">The columns of the data it is for; null when unknown: then a missing column shows when the suite runs.</param>
    /// <param name="parameters">Values of <c>$PARAMETER</c>s, a JSON object; they go before the suite's own <c>suite_parameters</c>.</param>
    /// <exception cref="PipelineException">The suite can't work; the message names the file, the expectation, the reason and the remedy.</exception>
    public static ExpectationSuite Load(string file, IReadOnlySet<string>? columns = null, JsonElement? parameters = null)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(File.ReadAllBytes(file)), Options);
            return new SuiteReader(file, columns, parameters).Read(document.RootElement);
        }
        catch (JsonException invalid)
        {
            throw new PipelineException(file, (int?)invalid.LineNumber + 1, $"not valid JSON: {invalid.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(file, null, $"the suite cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Loads the suites of a pipeline: <c>expectations/&lt;table&gt;.json</c> for <c>events</c> and every windowed table.</summary>
    /// <returns>A suite for every table; an empty one where there is no file.</returns>
    /// <exception cref="PipelineException">A suite can't work, or its file's name is no table's.</exception>
    public static IReadOnlyDictionary<string, ExpectationSuite> LoadAll(PipelineDefinition pipeline)
    {
        var directory = Path.Combine(pipeline.Directory, "expectations");
        var tables = pipeline.Tables.ToDictionary(table => table.Name, TableColumns.OfWindows);
        tables.Add(Events, TableColumns.OfEvents(pipeline));
        if (Directory.Exists(directory))
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*.json").Where(file => !tables.ContainsKey(Path.GetFileNameWithoutExtension(file))))
            {
                throw new PipelineException(file, null, $"the pipeline has no such table{Suggestion.For(Path.GetFileNameWithoutExtension(file), tables.Keys)}");
            }
        }

        return tables.ToDictionary(table => table.Key, table => LoadOrEmpty(Path.Combine(directory, table.Key + ".json"), table.Key, table.Value));
    }

    /// <summary>The bytes after the mark that some editors put before UTF-8.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(byte[] json) => json.AsMemory(json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    private static ExpectationSuite LoadOrEmpty(string file, string table, IReadOnlySet<string> columns) =>
        File.Exists(file) ? Load(file, columns) : ExpectationSuite.Empty(table);
}
