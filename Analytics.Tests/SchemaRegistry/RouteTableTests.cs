using Analytics.SchemaRegistry.Api;
using Analytics.SchemaRegistry.Errors;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>Paths that an HTTP client tidies up before it sends them.</summary>
public sealed class RouteTableTests
{
    private readonly RouteTable _routes = new RouteTable().Map("GET", "/subjects/{}/versions", _ => "found");

    [Theory]
    [InlineData("/subjects/a/versions", "a")]
    [InlineData("/subjects/a/versions/", "a")]
    [InlineData("/subjects/a%2Fb%252F/versions", "a/b%2F")]
    [InlineData("/subjects/../versions", "..")]
    [InlineData("/subjects/%C3%A4/versions", "ä")]
    public void A_subject_is_what_its_segment_says(string path, string subject) => _routes.Find("GET", RouteTable.Parse(path)).Segments.ShouldBe([subject]);

    [Theory]
    [InlineData("/subjects/%2e%2e/versions")]
    [InlineData("/subjects//versions")]
    [InlineData("/subjects/a%5Cb/versions")]
    [InlineData("/subjects/a%00/versions")]
    [InlineData("/subjects/%FF/versions")]
    [InlineData("/subjects/a%/versions")]
    public void A_hostile_segment_is_refused(string path) => Should.Throw<RegistryProblem>(() => RouteTable.Parse(path)).Status.ShouldBe(400);
}
