using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>Where in a suite file the reader stands, for errors that name it.</summary>
/// <param name="File">The file.</param>
/// <param name="Index">Position of the expectation; null for the suite itself.</param>
/// <param name="Type">The expectation's type, once known.</param>
internal sealed record SuiteSource(string File, int? Index = null, string? Type = null)
{
    /// <summary>An error such as <c>events.json: expectations[3] (expect_column_to_exist): kwargs.column: required; name the column</c>.</summary>
    public PipelineException Error(string? field, string reason)
    {
        var place = Index is null ? "" : $"expectations[{Index}]" + (Type is null ? "" : $" ({Type})") + ": ";
        return new PipelineException(File, null, place + (field is null ? "" : field + ": ") + reason);
    }
}
