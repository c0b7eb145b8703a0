using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

public sealed class RegistryApiTests
{
    private const string Text = """{"type":"string"}""";

    [Fact]
    public async Task A_schema_is_one_id_across_subjects_and_a_version_in_each()
    {
        await using var registry = await RunningRegistry.StartAsync();

        (await registry.RegisterAsync("a", Text)).ShouldBe((200, 1));
        (await registry.RegisterAsync("b", """{"type":"integer"}""")).ShouldBe((200, 2));
        (await registry.RegisterAsync("b2", Text)).ShouldBe((200, 1));
        (await registry.RegisterAsync("a", Text)).ShouldBe((200, 1));

        (await registry.SendAsync("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""["a","b","b2"]""");
        (await registry.SendAsync("GET", "/subjects/a/versions")).Body!.ToJsonString().ShouldBe("[1]");
        (await registry.SendAsync("GET", "/schemas/ids/1/versions")).Body!.ToJsonString()
            .ShouldBe("""[{"subject":"b2","version":1},{"subject":"a","version":1}]""");
        (await registry.SendAsync("GET", "/schemas/ids/1/schema")).Body!.ToJsonString().ShouldBe(Text);
        (await registry.SendAsync("GET", "/subjects/a/versions/latest")).Body!["schema"]!.ToString().ShouldBe(Text);
    }

    [Theory]
    [InlineData("""{ "type" : "string" }""", "", 1)]
    [InlineData("""{"\u0074ype":"string"}""", "", 1)]
    [InlineData("""{"type":"string","maxLength":5}""", "", 2)]
    [InlineData("""{"type":"string","minLength":1}""", "", 3)]
    public async Task White_space_and_escapes_do_not_make_another_schema(string schema, string query, int id)
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.SendAsync("PUT", "/config", """{"compatibility":"NONE"}""");
        await registry.RegisterAsync("a", Text);
        await registry.RegisterAsync("a", """{"type":"string","maxLength":5}""");

        (await registry.RegisterAsync("a", schema, query)).ShouldBe((200, id));
    }

    [Fact]
    public async Task The_order_of_keys_counts_unless_normalized()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", """{"maxLength":5,"type":"string"}""");

        (await registry.RegisterAsync("a", """{"type":"string","maxLength":5}""", "?normalize=true")).ShouldBe((200, 1));
        (await registry.RegisterAsync("a", """{"type":"string","maxLength":5}""")).ShouldBe((200, 2));
    }

    [Theory]
    [InlineData("GET", "/subjects/x/versions", 404, 40401)]
    [InlineData("GET", "/subjects/a/versions/9", 404, 40402)]
    [InlineData("GET", "/subjects/a/versions/0", 422, 42202)]
    [InlineData("GET", "/subjects/a/versions/first", 422, 42202)]
    [InlineData("GET", "/schemas/ids/99", 404, 40403)]
    [InlineData("GET", "/schemas/ids/one", 404, 404)]
    [InlineData("DELETE", "/subjects/x", 404, 40401)]
    [InlineData("DELETE", "/subjects/a?permanent=true", 404, 40405)]
    [InlineData("DELETE", "/subjects/a/versions/1?permanent=true", 404, 40407)]
    [InlineData("GET", "/config/a", 404, 40408)]
    [InlineData("GET", "/mode/a", 404, 40409)]
    [InlineData("GET", "/nowhere", 404, 404)]
    [InlineData("PUT", "/subjects", 405, 405)]
    [InlineData("GET", "/subjects/a%0Ab/versions", 400, 400)]
    [InlineData("GET", "/subjects/a%5Cb/versions", 400, 400)]
    public async Task What_can_not_be_is_refused_with_its_code(string method, string path, int status, int code)
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", Text);

        var (actual, body) = await registry.SendAsync(method, path);

        actual.ShouldBe(status);
        ((int)body!["error_code"]!).ShouldBe(code);
        body["message"]!.ToString().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("""{"schemaType":"JSON","schema":"{\"type\":\"strange\"}"}""", 422, 42201)]
    [InlineData("""{"schemaType":"JSON","schema":"not json"}""", 422, 42201)]
    [InlineData("""{"schemaType":"JSON"}""", 422, 42201)]
    [InlineData("""{"schema":"\"string\""}""", 422, 42201)]
    [InlineData("""{"schemaType":"PROTOBUF","schema":"x"}""", 422, 42201)]
    [InlineData("{", 400, 400)]
    [InlineData("null", 422, 422)]
    public async Task A_bad_registration_is_refused(string body, int status, int code)
    {
        await using var registry = await RunningRegistry.StartAsync();

        var (actual, answer) = await registry.SendAsync("POST", "/subjects/a/versions", body);

        (actual, (int)answer!["error_code"]!).ShouldBe((status, code));
        (await registry.SendAsync("GET", "/subjects")).Body!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_soft_deleted_schema_keeps_its_id_and_a_permanently_deleted_one_does_not()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", Text);

        (await registry.SendAsync("DELETE", "/subjects/a")).Body!.ToJsonString().ShouldBe("[1]");
        (await registry.SendAsync("DELETE", "/subjects/a")).Body!["error_code"]!.GetValue<int>().ShouldBe(40404);
        (await registry.SendAsync("GET", "/schemas/ids/1")).Status.ShouldBe(200);
        (await registry.SendAsync("GET", "/subjects?deleted=true")).Body!.ToJsonString().ShouldBe("""["a"]""");
        (await registry.RegisterAsync("a", Text)).ShouldBe((200, 1));
        (await registry.SendAsync("GET", "/subjects/a/versions")).Body!.ToJsonString().ShouldBe("[2]");

        await registry.SendAsync("DELETE", "/subjects/a");
        (await registry.SendAsync("DELETE", "/subjects/a?permanent=true")).Body!.ToJsonString().ShouldBe("[2]");
        (await registry.SendAsync("GET", "/schemas/ids/1")).Status.ShouldBe(404);
        (await registry.RegisterAsync("a", Text)).ShouldBe((200, 2));
    }

    [Fact]
    public async Task A_read_only_subject_still_answers_for_what_it_has()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", Text);
        await registry.SendAsync("PUT", "/mode/a", """{"mode":"readonly"}""");

        (await registry.RegisterAsync("a", Text)).ShouldBe((200, 1));
        (await registry.RegisterAsync("a", """{"type":["string","null"]}""")).ShouldBe((422, 42205));
    }

    [Fact]
    public async Task Subjects_may_hold_slashes()
    {
        await using var registry = await RunningRegistry.StartAsync();

        (await registry.RegisterAsync("a%2Fb", Text)).ShouldBe((200, 1));

        (await registry.SendAsync("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""["a/b"]""");
        (await registry.SendAsync("GET", "/subjects/a%2Fb/versions/1")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("application/json", 200, "application/json")]
    [InlineData("*/*", 200, "application/vnd.schemaregistry.v1+json")]
    [InlineData("text/html;q=0.9, application/*;q=0.1", 200, "application/vnd.schemaregistry.v1+json")]
    [InlineData("text/html", 406, "application/vnd.schemaregistry.v1+json")]
    public async Task The_answer_has_the_type_that_the_client_prefers(string accept, int status, string expected)
    {
        await using var registry = await RunningRegistry.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/subjects");
        request.Headers.Accept.ParseAdd(accept);

        using var response = await registry.Http.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_type_is_refused()
    {
        await using var registry = await RunningRegistry.StartAsync();
        using var content = new StringContent("x", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));

        using var response = await registry.Http.PostAsync("/subjects/a/versions", content);

        ((int)response.StatusCode).ShouldBe(415);
    }

    [Fact]
    public async Task Health_and_the_npm_clients_question_are_answered()
    {
        await using var registry = await RunningRegistry.StartAsync();

        (await registry.Http.GetStringAsync("/health")).ShouldBe("Healthy");
        (await registry.SendAsync("GET", "/associations/resources/-/events")).Body!.AsArray().ShouldBeEmpty();
        (await registry.SendAsync("GET", "/schemas/types")).Body!.ToJsonString().ShouldBe("""["JSON"]""");
        (await registry.SendAsync("GET", "/")).Body.ShouldBeOfType<JsonObject>().ShouldBeEmpty();
    }
}
