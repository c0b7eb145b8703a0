using System.Text.Json;

namespace Analytics.Contracts.Suites;

/// <summary>A suite of expectations over one table, as Great Expectations 1.x writes it.</summary>
public sealed record ExpectationSuite
{
    /// <summary>The suite's name.</summary>
    public required string Name { get; init; }

    /// <summary>The expectations in the order of the file.</summary>
    public required IReadOnlyList<Expectation> Expectations { get; init; }

    /// <summary>Free-form data about the suite, a JSON object; <c>on_failure</c> in it is the default of every expectation.</summary>
    public JsonElement? Meta { get; init; }

    /// <summary>What the suite is for: a string or an array of strings.</summary>
    public JsonElement? Notes { get; init; }

    /// <summary>The identifier Great Expectations gave it, if any.</summary>
    public string? Id { get; init; }

    /// <summary>The parameters that expectations named, with the values put in their place: a JSON object; null when none did.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>A suite that everything passes.</summary>
    /// <param name="name">The table it stands for.</param>
    public static ExpectationSuite Empty(string name) => new() { Name = name, Expectations = [] };
}
