using Analytics.Api.Workers;
using Microsoft.Net.Http.Headers;

namespace Analytics.Api.Queries;

/// <summary>Which format a request asks for: <c>format=</c>, else the best of Accept that we have, else JSON.</summary>
internal static class ResultFormats
{
    public const string Json = "application/json";
    public const string Csv = "text/csv";

    public static ResultFormat Of(HttpRequest request)
    {
        var asked = request.Query["format"].ToString();
        if (asked.Length > 0)
        {
            return asked.ToLowerInvariant() switch
            {
                "json" => ResultFormat.Json,
                "csv" => ResultFormat.Csv,
                _ => throw new RequestException($"format is \"{asked}\"; it can be json or csv."),
            };
        }

        var accepted = request.GetTypedHeaders().Accept;
        if (accepted is null or { Count: 0 })
        {
            return ResultFormat.Json;
        }

        foreach (var type in accepted.OrderByDescending(type => type.Quality ?? 1))
        {
            if (Matches(type, Json))
            {
                return ResultFormat.Json;
            }

            if (Matches(type, Csv))
            {
                return ResultFormat.Csv;
            }
        }

        throw new NotAcceptableException();
    }

    public static string ContentType(ResultFormat format) =>
        format == ResultFormat.Csv ? "text/csv; charset=utf-8; header=present" : "application/json; charset=utf-8";

    private static bool Matches(MediaTypeHeaderValue accepted, string type) =>
        new MediaTypeHeaderValue(type).IsSubsetOf(new MediaTypeHeaderValue(accepted.MediaType));
}
