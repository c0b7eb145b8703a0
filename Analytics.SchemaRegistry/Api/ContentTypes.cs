using Analytics.Contracts.Registry;
using Analytics.SchemaRegistry.Errors;
using Microsoft.Net.Http.Headers;

namespace Analytics.SchemaRegistry.Api;

/// <summary>What may come in and what goes out.</summary>
internal static class ContentTypes
{
    private static readonly string[] Offered = [RegistryMediaTypes.Version1, RegistryMediaTypes.Unversioned, RegistryMediaTypes.Json];

    private static readonly HashSet<string> Accepted = new(Offered, StringComparer.OrdinalIgnoreCase) { "application/octet-stream" };

    /// <summary>The answer's type: the client's favourite among ours; the versioned one when it does not care.</summary>
    /// <exception cref="RegistryProblem">406 when it accepts none of ours.</exception>
    public static string Choose(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().Accept;
        if (wanted is null || wanted.Count == 0)
        {
            return RegistryMediaTypes.Version1;
        }

        return wanted
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => Offered.FirstOrDefault(offer => Covers(range.MediaType.ToString(), offer)))
            .FirstOrDefault(offer => offer is not null) ?? throw Problems.NotAcceptable();
    }

    /// <exception cref="RegistryProblem">415 for a body of a type that is not JSON.</exception>
    public static void CheckBody(HttpRequest request)
    {
        if (request.ContentType is { Length: > 0 } type && request.ContentLength is not 0
            && (!MediaTypeHeaderValue.TryParse(type, out var parsed) || !Accepted.Contains(parsed.MediaType.ToString())))
        {
            throw Problems.UnsupportedMediaType();
        }
    }

    /// <summary>ASP.NET's own test takes <c>x/y+json</c> for a kind of <c>x/json</c>: a client that asks for plain JSON would not get it.</summary>
    private static bool Covers(string range, string offer) =>
        range == "*/*"
        || range.Equals(offer, StringComparison.OrdinalIgnoreCase)
        || (range.EndsWith("/*", StringComparison.Ordinal) && offer.StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase));
}
