using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Api;

/// <summary>The body of every error: <c>{"error_code":40401,"message":"Subject 'x' not found."}</c>.</summary>
internal sealed record ErrorView([property: JsonPropertyName("error_code")] int ErrorCode, string Message);
