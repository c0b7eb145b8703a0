using System.ComponentModel;
using System.Text.Json;

namespace Analytics.Api.Queries;

/// <summary>A statement to run.</summary>
internal sealed record QueryRequest
{
    /// <summary>One SELECT over the gold tables; <c>$name</c> marks a parameter.</summary>
    [Description("One SELECT over the gold tables; $name marks a parameter.")]
    public string? Sql { get; init; }

    /// <summary>Values by parameter name: strings, numbers, booleans or null.</summary>
    [Description("Values by parameter name: strings, numbers, booleans or null.")]
    public Dictionary<string, JsonElement>? Parameters { get; init; }
}
