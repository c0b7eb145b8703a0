using System.Text;
using System.Text.Json;

namespace Analytics.Api.Live;

/// <summary>Writes a view to one client as server-sent events: <c>snapshot</c>, then <c>changes</c>; comments as heartbeats.</summary>
internal static class LiveStream
{
    public const string ContentType = "text/event-stream";

    /// <param name="feed">The view.</param>
    /// <param name="response">The client.</param>
    /// <param name="heartbeat">The longest silence.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The client went away, or the server stops.</param>
    public static async Task WriteAsync(LiveFeed feed, HttpResponse response, TimeSpan heartbeat, TimeProvider time, CancellationToken cancellationToken)
    {
        var state = await feed.NextAsync(0, cancellationToken);
        if (state.Failure is { } failure)
        {
            // Nothing has been sent: it can still be an error of its own.
            throw failure;
        }

        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        var seen = 0L;
        while (true)
        {
            await WriteAsync(response, state, seen, cancellationToken);
            seen = state.Sequence;
            var next = feed.NextAsync(seen, cancellationToken);
            while (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(heartbeat, time, cancellationToken)) != next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await response.WriteAsync(": heartbeat\n\n", cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
            }

            state = await next;
        }
    }

    private static async Task WriteAsync(HttpResponse response, LiveState state, long seen, CancellationToken cancellationToken)
    {
        var (name, data) = state switch
        {
            { Failure: { } failure } => ("error", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["detail"] = failure.Message })),
            { Changes: { } changes } when seen > 0 && state.Sequence == seen + 1 => ("changes", changes),
            _ => ("snapshot", state.Snapshot),
        };
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\nid: {state.Sequence}\ndata: "), cancellationToken);
        await response.Body.WriteAsync(data, cancellationToken);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
