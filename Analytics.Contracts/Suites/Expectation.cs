using System.Text.Json;
using Analytics.Contracts.Suites.Conditions;

namespace Analytics.Contracts.Suites;

/// <summary>One expectation of a suite, its kwargs checked against the type's signature.</summary>
public sealed record Expectation
{
    /// <summary>Position in the suite, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The type, such as <c>expect_column_values_to_be_between</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The arguments as the suite gives them: a JSON object.</summary>
    public required JsonElement Kwargs { get; init; }

    /// <summary>Which rows it is about; null for all.</summary>
    public RowCondition? RowCondition { get; init; }

    /// <summary>Free-form data about the expectation, a JSON object; <c>on_failure</c> in it sets <see cref="OnFailure"/>.</summary>
    public JsonElement? Meta { get; init; }

    /// <summary>How serious a failure is.</summary>
    public Severity Severity { get; init; } = Severity.Critical;

    /// <summary>What a failure keeps out of gold, when critical.</summary>
    public FailureAction OnFailure { get; init; }

    /// <summary>Why the expectation is there: a string or an array of strings.</summary>
    public JsonElement? Notes { get; init; }

    /// <summary>A description for people.</summary>
    public string? Description { get; init; }

    /// <summary>The identifier Great Expectations gave it, if any.</summary>
    public string? Id { get; init; }

    /// <summary>The column of a one-column expectation; null for others.</summary>
    public string? Column => Text("column");

    /// <summary>An argument, or null when it is absent or JSON null.</summary>
    public JsonElement? Argument(string name) =>
        Kwargs.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>A string argument, or null when absent.</summary>
    public string? Text(string name) => Argument(name)?.GetString();

    /// <summary>A numeric argument, or null when absent.</summary>
    public double? Number(string name) => Argument(name)?.GetDouble();

    /// <summary>A Boolean argument, or <paramref name="fallback"/> when absent.</summary>
    public bool Flag(string name, bool fallback = false) => Argument(name)?.GetBoolean() ?? fallback;

    /// <summary>The items of an array argument; none when absent.</summary>
    public IReadOnlyList<JsonElement> Items(string name) => Argument(name) is { } array ? [.. array.EnumerateArray()] : [];
}
