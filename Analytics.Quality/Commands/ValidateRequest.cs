namespace Analytics.Quality.Commands;

/// <summary>What <c>validate</c> is asked to do.</summary>
/// <param name="File">The data.</param>
/// <param name="Suite">The suite's file.</param>
/// <param name="Tables">Other tables, each as <c>NAME=FILE</c>.</param>
/// <param name="Parameters">A JSON object with values of parameters, or null.</param>
/// <param name="Format">How much each result shows, as the command line has it.</param>
/// <param name="Json">Where the result goes as JSON, or null.</param>
/// <param name="Html">Where the report goes, or null.</param>
/// <param name="ShowsProgress">Whether progress is shown without a terminal too.</param>
internal sealed record ValidateRequest(
    string File, string Suite, IReadOnlyList<string> Tables, string? Parameters, string Format, string? Json, string? Html, bool ShowsProgress = false);
