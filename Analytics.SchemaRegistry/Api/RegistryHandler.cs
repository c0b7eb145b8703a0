using System.Text;
using Analytics.Contracts.Registry;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;
using Microsoft.AspNetCore.Http.Features;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Takes a request to its route and writes the answer or the refusal.</summary>
internal sealed class RegistryHandler(RouteTable routes, SubjectRegistry registry, BasicAuthentication users)
{
    /// <summary>A schema in a JSON string can double its size by escapes.</summary>
    private const int MaxBody = SchemaText.MaxBytes * 3;

    public async Task HandleAsync(HttpContext context)
    {
        var contentType = RegistryMediaTypes.Version1;
        try
        {
            users.Check(context.Request);
            var query = new RequestQuery(context.Request.QueryString.Value ?? "");
            var path = PathRewrite.Alias(PathRewrite.Context(RouteTable.Parse(PathOf(context)), query), query, registry);
            if (HttpMethods.IsOptions(context.Request.Method) && routes.Methods(path) is { Count: > 0 } methods)
            {
                context.Response.Headers.Allow = string.Join(',', methods);
                return;
            }

            var (handler, segments) = routes.Find(HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method, path);
            ContentTypes.CheckBody(context.Request);
            contentType = ContentTypes.Choose(context.Request);
            var body = await ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
            var answer = await handler(new RegistryCall(segments, query, body, context.RequestAborted)).ConfigureAwait(false);
            await WriteAsync(context, StatusCodes.Status200OK, contentType, answer).ConfigureAwait(false);
        }
        catch (RegistryProblem problem)
        {
            if (problem.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"schema-registry\"";
            }

            if (problem.Allowed.Count > 0)
            {
                context.Response.Headers.Allow = string.Join(',', problem.Allowed);
            }

            await WriteAsync(context, problem.Status, contentType, new ErrorView(problem.Code, problem.Message)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            await WriteAsync(context, error.StatusCode, contentType, new ErrorView(error.StatusCode, error.Message)).ConfigureAwait(false);
        }
    }

    /// <summary>The path before decoding and before dot segments were resolved.</summary>
    private static string PathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        return path.StartsWith('/') ? path : context.Request.Path.ToUriComponent();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBody)
        {
            throw Problems.SchemaTooLarge();
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBody)
            {
                throw Problems.SchemaTooLarge();
            }
        }

        return buffer.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, int status, string contentType, object answer)
    {
        if (answer is NoContent)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var bytes = answer is RawText raw
            ? Encoding.UTF8.GetBytes(raw.Text)
            : AnswerJson.Write(answer);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
