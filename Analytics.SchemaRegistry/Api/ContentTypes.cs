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
            .Select(range => Offered.FirstOrDefault(offer => new MediaTypeHeaderValue(offer).IsSubsetOf(WithoutParameters(range))))
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

    private static MediaTypeHeaderValue WithoutParameters(MediaTypeHeaderValue range) => new(range.MediaType);
}
