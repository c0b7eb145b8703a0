using Analytics.ServiceDefaults.Services;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Analytics.Tests.ServiceDefaults;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("same-origin", null, true)]
    [InlineData("none", null, true)]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", null, false)]
    [InlineData("cross-site", "http://lake:8080", false)]
    [InlineData(null, "http://lake:8080", true)]
    [InlineData(null, "https://lake:8080", true)]
    [InlineData(null, "http://LAKE:8080", true)]
    [InlineData(null, "http://lake:8081", false)]
    [InlineData(null, "http://lake", false)]
    [InlineData(null, "http://lake.example:8080", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, "", false)]
    public void Allows_TakesRequestsOfThisOriginAndOfPrograms(string? site, string? origin, bool allowed) => Allows("lake:8080", site, origin).ShouldBe(allowed);

    [Theory]
    [InlineData("lake", "http://lake", true)]
    [InlineData("lake:443", "https://lake", true)]
    [InlineData("lake", "https://lake", true)]
    [InlineData("lake", "http://lake:8080", false)]
    public void Allows_PortsOfTheSchemeMayBeLeftOut(string host, string origin, bool allowed) => Allows(host, null, origin).ShouldBe(allowed);

    private static bool Allows(string host, string? site, string? origin)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (site is not null)
        {
            request.Headers["Sec-Fetch-Site"] = site;
        }

        if (origin is not null)
        {
            request.Headers.Origin = origin;
        }

        return SameOrigin.Allows(request);
    }
}
