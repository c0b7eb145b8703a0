using Microsoft.Net.Http.Headers;

namespace Analytics.Api.Quality;

/// <summary>Passes requests on to the Quality service and its answers back.</summary>
internal sealed class QualityProxy(IConfiguration configuration, IHttpClientFactory clients)
{
    private const string Service = "services:quality:http:0";

    private static readonly string[] Headers = [HeaderNames.ContentSecurityPolicy, HeaderNames.XContentTypeOptions];

    /// <param name="context">The request; its method, query and form go on with it.</param>
    /// <param name="path">The path there.</param>
    /// <exception cref="BadHttpRequestException">Nobody answers there, or nobody knows where it is.</exception>
    public async Task PassAsync(HttpContext context, string path)
    {
        if (configuration[Service] is not { Length: > 0 } address)
        {
            throw new BadHttpRequestException($"The API does not know where Quality is: set {Service}, or use the command line of Analytics.Quality.", StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            using var client = clients.CreateClient();
            using var request = new HttpRequestMessage(HttpMethod.Parse(context.Request.Method), new Uri(new Uri(address), $"{path}{context.Request.QueryString}"));
            if (context.Request.Headers.UserAgent is [{ } agent, ..])
            {
                // It decides whether the request is traced.
                request.Headers.TryAddWithoutValidation(HeaderNames.UserAgent, agent);
            }

            if (context.Request.HasFormContentType)
            {
                request.Content = new StreamContent(context.Request.Body);
                request.Content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, context.Request.ContentType);
            }

            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            foreach (var header in Headers)
            {
                if (answer.Headers.TryGetValues(header, out var values))
                {
                    context.Response.Headers[header] = values.ToArray();
                }
            }

            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException error)
        {
            throw new BadHttpRequestException($"Quality does not answer at {address}: {error.Message}", StatusCodes.Status503ServiceUnavailable, error);
        }
    }

    /// <summary>A page under the same path; a person who asks while Quality is down gets a page that says so.</summary>
    public async Task PassPageAsync(HttpContext context)
    {
        try
        {
            await PassAsync(context, context.Request.Path.Value!);
        }
        catch (BadHttpRequestException away) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = away.StatusCode;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            await context.Response.WriteAsync($"""
                <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Quality is away</title>
                <style>:root{"{"}color-scheme:light dark{"}"}body{"{"}font:16px/1.5 system-ui,sans-serif;max-width:640px;margin:15vh auto;padding:0 20px{"}"}</style></head>
                <body><main><h1>The Quality service does not answer</h1><p>Reports are served by it. Nothing is lost: while it is down, rows wait in staging, and it settles them when it is back.</p>
                <p>{System.Net.WebUtility.HtmlEncode(away.Message)}</p></main></body></html>
                """, context.RequestAborted);
        }
    }
}
