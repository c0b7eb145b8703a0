using System.Text.Json.Serialization;

namespace Analytics.Contracts.Registry;

/// <summary>The body of every error: <c>{"error_code":40403,"message":"Schema not found"}</c>.</summary>
internal sealed record ErrorAnswer([property: JsonPropertyName("error_code")] int ErrorCode, string? Message);
