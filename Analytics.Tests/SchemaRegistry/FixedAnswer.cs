using System.Net;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>A server that always answers the same.</summary>
internal sealed class FixedAnswer(HttpStatusCode status, string body) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
}
