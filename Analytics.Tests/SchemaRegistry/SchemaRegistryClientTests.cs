using System.Net;
using Analytics.Contracts.Registry;
using Analytics.Contracts.Wire;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

public sealed class SchemaRegistryClientTests
{
    [Fact]
    public async Task What_is_registered_is_found_by_every_question()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var client = registry.Client;

        var id = await client.RegisterAsync("a/b", """{"type":"string"}""");

        id.ShouldBe(1);
        (await client.GetSchemaByIdAsync(id)).ShouldBe("""{"type":"string"}""");
        (await client.GetVersionsByIdAsync(id)).ShouldBe([new SubjectVersion("a/b", 1)]);
        (await client.GetVersionsAsync("a/b")).ShouldBe([1]);
        (await client.GetVersionAsync("a/b")).ShouldBe(new RegisteredSchema("a/b", 1, 1, """{"type":"string"}"""));
        (await client.LookupAsync("a/b", """{ "type": "string" }""")).Version.ShouldBe(1);
        (await client.CheckCompatibilityAsync("a/b", """{"type":"integer"}""")).IsCompatible.ShouldBeFalse();
    }

    [Fact]
    public async Task A_refusal_says_why()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.Client.RegisterAsync("a", """{"type":"string"}""");

        var unknown = await Should.ThrowAsync<SchemaRegistryException>(() => registry.Client.GetSchemaByIdAsync(77));
        var incompatible = await Should.ThrowAsync<SchemaRegistryException>(() => registry.Client.RegisterAsync("a", """{"type":"integer"}"""));

        (unknown.IsNotFound, unknown.ErrorCode).ShouldBe((true, 40403));
        incompatible.IsIncompatible.ShouldBeTrue();
        incompatible.Message.ShouldContain("TYPE_CHANGED");
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "<html>no such page</html>")]
    [InlineData(HttpStatusCode.InternalServerError, """{"error_code":50001,"message":"disk full"}""")]
    [InlineData(HttpStatusCode.OK, "<html>a proxy</html>")]
    [InlineData(HttpStatusCode.TooManyRequests, """{"error_code":429,"message":"later"}""")]
    public async Task An_answer_that_is_not_a_registrys_refusal_says_nothing_about_the_schema(HttpStatusCode status, string body)
    {
        using var http = new HttpClient(new FixedAnswer(status, body)) { BaseAddress = new Uri("http://registry") };

        await Should.ThrowAsync<SchemaRegistryUnavailableException>(() => new SchemaRegistryClient(http).GetSchemaByIdAsync(1));
    }

    [Fact]
    public async Task A_registry_that_is_down_is_unavailable()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var address = registry.Http.BaseAddress;
        await registry.DisposeAsync();
        using var http = new HttpClient { BaseAddress = address };

        await Should.ThrowAsync<SchemaRegistryUnavailableException>(() => new SchemaRegistryClient(http).GetVersionsAsync("a"));
    }

    [Fact]
    public void A_framed_value_is_magic_id_and_payload()
    {
        ConfluentWireFormat.Write(42, """{"id":1}"""u8).ShouldBe([0, 0, 0, 0, 42, .. """{"id":1}"""u8]);
        ConfluentWireFormat.TryRead([1, 0, 0, 0, 42, 1], out _, out _).ShouldBeFalse();
        ConfluentWireFormat.TryRead([0, 0, 0, 0], out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_was_framed_is_read_back() => Gen.Select(Gen.Int, Gen.Byte.Array[0, 50]).Sample((id, payload) =>
        ConfluentWireFormat.TryRead(ConfluentWireFormat.Write(id, payload), out var read, out var rest) && read == id && rest.SequenceEqual(payload));
}
