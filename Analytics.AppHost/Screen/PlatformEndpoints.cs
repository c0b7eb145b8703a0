namespace Analytics.AppHost.Screen;

/// <summary>What the screen talks to. The addresses are known once the application starts.</summary>
internal sealed record PlatformEndpoints(EndpointReference Api, EndpointReference Streaming)
{
    public Uri Ledger => new(new Uri(Api.Url), "/api/ledger");

    public Uri Query => new(new Uri(Api.Url), "/api/query");

    public Uri Gates => new(new Uri(Api.Url), "/api/quality/gates");

    public Uri EndOfInput => new(new Uri(Streaming.Url), "/control/end-of-input");
}
