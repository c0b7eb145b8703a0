using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Analytics.ServiceDefaults.Services;

/// <summary>
/// Keeps other sites' pages from sending forms here with a visitor's browser. It needs no token: browsers say themselves where a request comes from,
/// in <c>Sec-Fetch-Site</c> or, on plain HTTP to another machine, in <c>Origin</c>. Programs send neither and are let through.
/// </summary>
public static class SameOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Answers 403 to what a browser sends on behalf of another origin.</summary>
    /// <typeparam name="T">The kind of route.</typeparam>
    /// <param name="route">The route.</param>
    public static T RequireSameOrigin<T>(this T route)
        where T : IEndpointConventionBuilder => route.AddEndpointFilter(async (context, next) => Allows(context.HttpContext.Request)
        ? await next(context).ConfigureAwait(false)
        : Results.Problem("The request comes from a page of another origin; it is taken from pages of this address and from programs only.", statusCode: StatusCodes.Status403Forbidden));

    /// <summary>Whether a request comes from a page of this origin, from the visitor (<c>none</c>), or from a program.</summary>
    /// <param name="request">The request.</param>
    public static bool Allows(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers[FetchSite] is [{ } site, ..])
        {
            return site is "same-origin" or "none";
        }

        // Behind a proxy that ends TLS the scheme differs: hosts are compared, with their ports.
        return request.Headers[HeaderNames.Origin] is not [{ } origin, ..]
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, WithoutDefaultPort(request, page), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The host as the page's address would have it: <c>Authority</c> leaves out its scheme's own port.</summary>
    private static string WithoutDefaultPort(HttpRequest request, Uri page) =>
        request.Host.Port is { } port && port == page.Port && page.IsDefaultPort ? request.Host.Host : request.Host.Value ?? "";
}
