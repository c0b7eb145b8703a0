using System.Net;
using System.Text.Json;

namespace Analytics.Contracts.Registry;

/// <summary>Tells a registry's refusal from something else that answers at its address.</summary>
internal static class RegistryFailure
{
    /// <summary>
    /// A refusal is a 4xx with the body <c>{"error_code":40403,"message":"..."}</c>. A 404 or 401 without such a body comes from a proxy or a wrong address,
    /// 401 and 403 say that the client is not set up, and 408, 429 and 5xx say "later": none of them may turn an event into a dead letter.
    /// </summary>
    public static Exception From(HttpStatusCode status, ReadOnlySpan<byte> body, string what)
    {
        var error = Parse(body);
        var later = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
        if (later || error is null)
        {
            return new SchemaRegistryUnavailableException($"{what}: HTTP {(int)status} {error?.Message}".TrimEnd());
        }

        return new SchemaRegistryException(status, error.ErrorCode, error.Message ?? $"{what}: HTTP {(int)status}");
    }

    private static ErrorAnswer? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body, RegistryJson.Default.ErrorAnswer);
            return error is { ErrorCode: > 0 } ? error : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
