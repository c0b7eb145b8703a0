using System.Diagnostics;
using Analytics.Api.Catalog;
using Analytics.Api.Queries;
using Analytics.Api.Verification;
using Analytics.Api.Workers;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Analytics.Api.Errors;

/// <summary>Turns what went wrong into problem+json (RFC 9457): what, why and the remedy.</summary>
internal sealed class ProblemWriter(ILogger<ProblemWriter> logger) : IExceptionHandler
{
    /// <summary>nginx's status for a client that went away; nobody reads it but the log.</summary>
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Describe(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError && exception is not (JobFailedException or PoolBusyException or FilesUnverifiedException or BadHttpRequestException))
        {
            logger.LogError(exception, "{Method} {Path} failed.", httpContext.Request.Method, httpContext.Request.Path);
        }

        problem.Extensions["trace_id"] = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier;
        httpContext.Response.StatusCode = problem.Status!.Value;
        if (exception is PoolBusyException or FilesUnverifiedException)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        // Whatever the client accepts: an error in a format of its own is better than none.
        await httpContext.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", cancellationToken);
        return true;
    }

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        JobFailedException failed => Describe(failed.Failure),
        UnknownTableException unknown => With(
            Problem(StatusCodes.Status404NotFound, "Unknown table", unknown.Message), "tables", unknown.Tables),
        RequestException request => Problem(StatusCodes.Status400BadRequest, "Bad request", request.Message),
        NotAcceptableException format => Problem(StatusCodes.Status406NotAcceptable, "Unknown format", format.Message),
        PoolBusyException busy => Problem(StatusCodes.Status503ServiceUnavailable, "Busy", busy.Message),
        FilesUnverifiedException unread => Problem(StatusCodes.Status503ServiceUnavailable, "Files are being verified", unread.Message),
        BadHttpRequestException bad => Problem(bad.StatusCode, ReasonPhrases.GetReasonPhrase(bad.StatusCode), bad.InnerException is System.Text.Json.JsonException json
            ? $"The body is not the JSON expected: {json.Message}"
            : bad.Message),
        OperationCanceledException => Problem(ClientClosedRequest, "Cancelled", "The client went away."),
        InvalidDataException damaged => Problem(StatusCodes.Status500InternalServerError, "Damaged table", damaged.Message),
        _ => Problem(StatusCodes.Status500InternalServerError, "Internal error", "The API could not answer; its log says why."),
    };

    private static ProblemDetails Describe(JobFailure failure)
    {
        var (status, title) = failure.Kind switch
        {
            FailureKind.Invalid => (StatusCodes.Status400BadRequest, "Invalid SQL"),
            FailureKind.UnknownTable => (StatusCodes.Status400BadRequest, "Unknown table"),
            FailureKind.Refused => (StatusCodes.Status403Forbidden, "Statement refused"),
            FailureKind.Timeout => (StatusCodes.Status504GatewayTimeout, "Query timed out"),
            FailureKind.OutOfMemory or FailureKind.WorkerLost => (StatusCodes.Status422UnprocessableEntity, "Query needs too much memory"),
            _ => (ClientClosedRequest, "Cancelled"),
        };
        var problem = With(Problem(status, title, failure.Message), "reason", Reason(failure.Kind));
        return failure.Position is { } position ? With(problem, "position", position) : problem;
    }

    private static string Reason(FailureKind kind) => kind switch
    {
        FailureKind.Invalid => "invalid",
        FailureKind.UnknownTable => "unknown_table",
        FailureKind.Refused => "refused",
        FailureKind.Timeout => "timeout",
        FailureKind.Cancelled => "cancelled",
        _ => "out_of_memory",
    };

    private static ProblemDetails Problem(int status, string title, string detail) => new() { Status = status, Title = title, Detail = detail };

    private static ProblemDetails With(ProblemDetails problem, string name, object value)
    {
        problem.Extensions[name] = value;
        return problem;
    }
}
