using System.Net;
using System.Text.Json.Nodes;
using Analytics.Contracts.Registry;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

public sealed class BasicAuthenticationTests
{
    private static readonly KeyValuePair<string, string?>[] Users = [new("Registry:Users:alice", "wonder:land"), new("Registry:Users:bob", "builder")];

    [Theory]
    [InlineData(null)]
    [InlineData("Basic")]
    [InlineData("Basic !")]
    [InlineData("Bearer YWxpY2U6d29uZGVyOmxhbmQ=")]
    [InlineData("Basic YWxpY2U6d29uZGVy")]
    [InlineData("Basic YWxpY2U6")]
    [InlineData("Basic YWxpY2U=")]
    [InlineData("Basic Y2Fyb2w6YnVpbGRlcg==")]
    public async Task Nobody_but_a_user_is_answered(string? header)
    {
        await using var registry = await RunningRegistry.StartAsync(Users);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/subjects");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await registry.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.ToJsonString().ShouldBe("""{"error_code":401,"message":"Unauthorized"}""");
    }

    [Theory]
    [InlineData("alice:wonder:land")]
    [InlineData("bob:builder")]
    public async Task Our_client_passes_user_and_password(string userInfo)
    {
        await using var registry = await RunningRegistry.StartAsync(Users);
        using var http = new HttpClient();
        RegistryEndpoint.From(key => key == RegistryEndpoint.AddressKey ? registry.Http.BaseAddress!.ToString() : userInfo).ApplyTo(http);

        (await new SchemaRegistryClient(http).RegisterAsync("a", "{}", TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_without_leave_takes_the_registry_for_unavailable()
    {
        await using var registry = await RunningRegistry.StartAsync(Users);

        await Should.ThrowAsync<SchemaRegistryUnavailableException>(() => registry.Client.GetSchemaByIdAsync(1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Health_is_told_to_everybody()
    {
        await using var registry = await RunningRegistry.StartAsync(Users);

        (await registry.Http.GetAsync("/health", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
