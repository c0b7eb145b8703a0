using System.Globalization;

namespace Analytics.Benchmarks.Measures;

/// <summary>What every measure says before its figures: whether the answer is right.</summary>
internal static class Report
{
    /// <summary>True when there are no differences; a run with a wrong answer has no figures.</summary>
    public static async Task<bool> ExactAsync(TextWriter output, string engine, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems.Take(10))
        {
            await output.WriteLineAsync($"WRONG ({engine}): {problem}").ConfigureAwait(false);
        }

        await output.WriteLineAsync(problems.Count == 0 ? $"{engine}: answer exact" : string.Create(CultureInfo.InvariantCulture, $"{engine}: {problems.Count} differences")).ConfigureAwait(false);
        return problems.Count == 0;
    }
}
