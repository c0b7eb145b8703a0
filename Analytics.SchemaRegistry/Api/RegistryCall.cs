using System.Globalization;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>One request, its path already taken apart.</summary>
/// <param name="Segments">The values of the route's <c>{}</c> segments, in order, decoded.</param>
/// <param name="Query">The query string's values.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="Aborted">Signals that the client is gone.</param>
internal sealed record RegistryCall(IReadOnlyList<string> Segments, RequestQuery Query, ReadOnlyMemory<byte> Body, CancellationToken Aborted)
{
    /// <summary>The first segment as a subject, in its one spelling.</summary>
    public string Subject => QualifiedSubject.Normalize(Segments[0]);

    /// <summary>A query parameter that is on only when it says <c>true</c>.</summary>
    public bool Flag(string name) => string.Equals(Query.Text(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body as a JSON object.</summary>
    public RequestBody ReadBody() => RequestBody.Read(Body.Span);

    public SchemaRequest ReadSchema() => RequestReader.Schema(ReadBody());

    /// <summary>A page of a list: <c>?offset=10&amp;limit=5</c>.</summary>
    /// <param name="items">The whole list.</param>
    /// <param name="most">How many it gives when the client does not say, or asks for more.</param>
    /// <exception cref="RegistryProblem">404 when a parameter is not a number, as Confluent's server answers; 500 for an offset below 0, likewise.</exception>
    public List<T> Page<T>(IEnumerable<T> items, int most = int.MaxValue)
    {
        var offset = Number("offset") ?? 0;
        var limit = Number("limit") is { } asked and > 0 && asked <= most ? asked : most;
        return offset < 0 ? throw Problems.Internal() : [.. items.Skip(offset).Take(limit)];
    }

    private int? Number(string name) => Query.Text(name) switch
    {
        null or "" => null,
        var text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Problems.NotFound(),
    };
}
