using System.Net;

namespace Analytics.Tests.Streaming;

/// <summary>Between ingest and a real registry: the first requests meet what can happen to them on the way, all others reach the registry.</summary>
internal sealed class FaultyRegistry(Action<int> asked) : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly Func<HttpResponseMessage>?[] Faults =
    [
        () => Answer(HttpStatusCode.InternalServerError, """{"error_code":50001,"message":"store"}"""),
        () => Answer(HttpStatusCode.InternalServerError, ""),
        null,
        () => Answer(HttpStatusCode.NotFound, "<html>no such page</html>"),
        () => Answer(HttpStatusCode.ServiceUnavailable, "busy"),
        () => Answer(HttpStatusCode.TooManyRequests, "{}"),
        () => Answer(HttpStatusCode.Unauthorized, """{"error_code":401,"message":"who are you?"}"""),
        () => Answer(HttpStatusCode.OK, "<html>sign in</html>"),
    ];

    /// <summary>How many requests are met by a fault.</summary>
    public static int Count => Faults.Length;

    /// <summary>The requests so far.</summary>
    public int Requests { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Requests++;
        asked(number);
        if (number >= Faults.Length)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (Faults[number] is { } fault)
        {
            return fault();
        }

        // Until the client gives up.
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException();
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };
}
