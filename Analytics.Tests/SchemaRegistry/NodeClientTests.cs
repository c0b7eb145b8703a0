using System.Text;
using System.Text.Json.Nodes;
using Analytics.Contracts.Wire;
using Analytics.Tests.Node;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>Confluent's own client for Node.js against our registry, and its values against our frame.</summary>
[Trait("Category", "Integration")]
public sealed class NodeClientTests
{
    private const string Topic = "ours";

    [Fact(Timeout = 120_000)]
    public async Task Confluents_client_registers_validates_and_shares_values_with_ours()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var id = await registry.Client.RegisterAsync($"{Topic}-value", """{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}""", TestContext.Current.CancellationToken);
        var framed = Convert.ToBase64String(ConfluentWireFormat.Write(id, """{"id":7}"""u8));

        var answer = JsonNode.Parse(await NodeScript.RunAsync(
            "registry.js", "@confluentinc/schemaregistry", [registry.Http.BaseAddress!.ToString().TrimEnd('/'), Topic, framed], TestContext.Current.CancellationToken))!;

        Text(answer["autoRegistration"]!["read"]).ShouldBe("""{"name":"Ada","age":36}""");
        Text(answer["autoRegistration"]!["versions"]).ShouldBe("[1]");
        await Read(registry, answer["autoRegistration"]!["bytes"], "derived-value", """{"name":"Ada","age":36}""");

        var references = answer["references"]!;
        Text(references["read"]).ShouldBe("""{"name":"Ada","address":{"city":"London"}}""");
        (references["framedId"]!.GetValue<int>(), references["lookup"]!.GetValue<int>(), references["version"]!.GetValue<int>())
            .ShouldBe((references["id"]!.GetValue<int>(), references["id"]!.GetValue<int>(), 1));
        references["invalid"]!["message"]!.ToString().ShouldContain("/address/city");
        Refusal(references["unknown"]).ShouldBe((404, 40401));

        // One magic byte and the guid, in a header instead of before the payload.
        var header = answer["headers"]!["header"]!.ToString();
        var guid = (await registry.SendAsync("GET", "/subjects/people-value/versions/1")).Body!["guid"]!.ToString();
        header.ShouldBe($"01{guid.Replace("-", "", StringComparison.Ordinal)}");
        Text(answer["headers"]!["read"]).ShouldBe("""{"name":"Bob"}""");
        answer["headers"]!["sameSchema"]!.GetValue<bool>().ShouldBeTrue();

        Text(answer["exchange"]!["read"]).ShouldBe("""{"id":7}""");
        await Read(registry, answer["exchange"]!["bytes"], $"{Topic}-value", """{"id":7,"from":"node"}""");

        var administration = answer["administration"]!;
        Refusal(administration["incompatible"]).ShouldBe((409, 40901));
        Refusal(administration["missing"]).ShouldBe((404, 40401));
        Text(administration["compatible"]).ShouldBe("[true,false]");
        Text(administration["metadata"]).ShouldBe("""{"properties":{"owner":"a"}}""");
        (administration["level"]!.ToString(), administration["withOwner"]!.GetValue<int>(), administration["deleted"]!.GetValue<int>(), administration["latest"]!.GetValue<int>())
            .ShouldBe(("NONE", 2, 2, 1));
        Text(administration["gone"]).ShouldBe("[1]");
        Text(administration["subjects"]).ShouldBe("""["address","derived-value","ours-value","people-value"]""");
    }

    private static async Task Read(RunningRegistry registry, JsonNode? bytes, string subject, string expected)
    {
        ConfluentWireFormat.TryRead(Convert.FromBase64String(bytes!.ToString()), out var id, out var payload).ShouldBeTrue();
        Encoding.UTF8.GetString(payload).ShouldBe(expected);
        (await registry.Client.GetVersionsByIdAsync(id)).ShouldContain(use => use.Subject == subject);
    }

    private static (int Status, int Code) Refusal(JsonNode? node) => (node!["status"]!.GetValue<int>(), node["code"]!.GetValue<int>());

    private static string Text(JsonNode? node) => node!.ToJsonString();
}
