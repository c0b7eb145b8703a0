using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Api;

/// <summary>
/// The API's paths. Subjects may hold any character, slashes included (<c>a%2Fb</c>), which ASP.NET's own routes can't tell from the text <c>%2F</c>:
/// the raw path is cut at its slashes first and decoded afterwards.
/// </summary>
internal sealed class RouteTable
{
    private const string Wildcard = "{}";

    private readonly List<(string Method, string[] Pattern, Func<RegistryCall, Task<object>> Handler)> _routes = [];

    /// <summary>Adds a route, such as <c>GET /subjects/{}/versions</c>; earlier ones win.</summary>
    public RouteTable Map(string method, string pattern, Func<RegistryCall, object> handler) =>
        Map(method, pattern, call => Task.FromResult(handler(call)));

    /// <summary>Adds a route whose handler waits for the disk.</summary>
    public RouteTable Map(string method, string pattern, Func<RegistryCall, Task<object>> handler)
    {
        _routes.Add((method, Split(pattern), handler));
        return this;
    }

    /// <summary>Cuts a path and decodes its segments.</summary>
    /// <exception cref="RegistryProblem">400 for a segment that no subject can be.</exception>
    public static IReadOnlyList<string> Parse(string rawPath) => [.. Split(rawPath).Select(Decode)];

    /// <summary>Finds the handler of a request.</summary>
    /// <exception cref="RegistryProblem">404 for an unknown path, 405 for another method's.</exception>
    public (Func<RegistryCall, Task<object>> Handler, IReadOnlyList<string> Segments) Find(string method, IReadOnlyList<string> path)
    {
        foreach (var route in _routes)
        {
            if (route.Method == method && Matches(route.Pattern, path))
            {
                return (route.Handler, [.. path.Where((_, i) => route.Pattern[i] == Wildcard)]);
            }
        }

        throw Methods(path) is { Count: > 0 } known ? Problems.MethodNotAllowed(known) : Problems.NotFound();
    }

    /// <summary>What can be done with a path; empty for an unknown one.</summary>
    public IReadOnlyList<string> Methods(IReadOnlyList<string> path)
    {
        var known = _routes.Where(route => Matches(route.Pattern, path)).Select(route => route.Method).Distinct().ToList();
        return known.Count == 0 ? [] : [.. known.Contains("GET") ? known.Append("HEAD") : known, "OPTIONS"];
    }

    private static string[] Split(string path)
    {
        var trimmed = path.Length > 1 && path.EndsWith('/') ? path[1..^1] : path[1..];
        return trimmed.Length == 0 ? [] : trimmed.Split('/');
    }

    private static string Decode(string segment)
    {
        var text = Uri.UnescapeDataString(segment);
        var hostile = text.Length == 0 || text.Contains('\\', StringComparison.Ordinal) || text.Any(char.IsControl)
            || (text is "." or ".." && text != segment) || InvalidUtf8(segment);
        return hostile ? throw Problems.BadRequest($"Bad path segment '{segment}'") : text;
    }

    /// <summary>.NET leaves an escape as it is when its bytes are not UTF-8.</summary>
    private static bool InvalidUtf8(string segment)
    {
        for (var i = segment.IndexOf('%', StringComparison.Ordinal); i >= 0; i = segment.IndexOf('%', i + 1))
        {
            if (i + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2]))
            {
                return true;
            }
        }

        return Uri.UnescapeDataString(segment.Replace("%25", "", StringComparison.Ordinal)).Contains('%', StringComparison.Ordinal);
    }

    private static bool Matches(string[] pattern, IReadOnlyList<string> path)
    {
        if (pattern.Length != path.Count)
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != Wildcard && pattern[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }
}
