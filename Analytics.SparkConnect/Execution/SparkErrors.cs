using Analytics.SparkConnect.Protocol;
using Grpc.Core;

namespace Analytics.SparkConnect.Execution;

/// <summary>Makes typed exceptions of failed calls: error class and SQLSTATE from the status's details, the rest asked for by its error id.</summary>
internal static class SparkErrors
{
    private const string Details = "grpc-status-details-bin";

    /// <summary>Whether the call may be made again: the connection broke, or the server gave up on a stream that can be reattached.</summary>
    public static bool IsTransient(RpcException error) => error.StatusCode == StatusCode.Unavailable
        || (error.StatusCode == StatusCode.Internal && ErrorClass(error) is null or "INVALID_CURSOR.DISCONNECTED");

    /// <summary>Whether the server does not know the operation or its session (any more).</summary>
    public static bool IsUnknownHandle(RpcException error) => ErrorClass(error) is "INVALID_HANDLE.OPERATION_NOT_FOUND" or "INVALID_HANDLE.SESSION_NOT_FOUND";

    /// <summary>The exception for a failed call.</summary>
    public static async Task<Exception> TranslateAsync(RpcException error, SparkCalls calls, string? sql)
    {
        if (error.StatusCode == StatusCode.Unavailable)
        {
            return new SparkUnavailableException($"Spark at {calls.Connection} does not answer: {error.Status.Detail}", error);
        }

        var info = Info(error);
        var detail = info?.Metadata.GetValueOrDefault("errorId") is { Length: > 0 } id ? await calls.FindErrorAsync(id).ConfigureAwait(false) : null;
        var thrown = detail?.SparkThrowable;
        return new SparkException(detail?.Message is { Length: > 0 } message ? message : error.Status.Detail, error)
        {
            ErrorClass = thrown is { HasErrorClass: true } ? thrown.ErrorClass : info?.Metadata.GetValueOrDefault("errorClass"),
            SqlState = thrown is { HasSqlState: true } ? thrown.SqlState : info?.Metadata.GetValueOrDefault("sqlState"),
            Fragment = thrown?.QueryContexts.Select(context => context.Fragment).FirstOrDefault(fragment => fragment.Length > 0),
            JavaClass = detail?.ErrorTypeHierarchy.FirstOrDefault() ?? info?.Reason,
            Sql = sql,
        };
    }

    private static string? ErrorClass(RpcException error) => Info(error)?.Metadata.GetValueOrDefault("errorClass");

    private static ErrorInfo? Info(RpcException error)
    {
        if (error.Trailers.Get(Details) is not { IsBinary: true, ValueBytes: { } bytes })
        {
            return null;
        }

        foreach (var detail in Protocol.Status.Parser.ParseFrom(bytes).Details)
        {
            if (detail.TryUnpack(out ErrorInfo info))
            {
                return info;
            }
        }

        return null;
    }
}
