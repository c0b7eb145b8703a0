using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.SchemaRegistry.Schemas;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>Hostile input gets a clear answer, soon; the registry goes on.</summary>
public sealed class RegistryRobustnessTests
{
    private const int Patience = 60_000;

    [Fact]
    public async Task A_body_of_any_size_is_answered()
    {
        await using var registry = await RunningRegistry.StartAsync();

        (await registry.RegisterAsync("a", $$"""{"title":"{{new string('x', SchemaText.MaxBytes)}}"}""")).ShouldBe((422, 42209));
        (await registry.RegisterAsync("a", $$"""{"title":"{{new string('x', 20_000_000)}}"}""")).ShouldBe((422, 42209));
        using var endless = new StreamContent(new Zeros(50_000_000));
        endless.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/subjects/a/versions") { Content = endless };
        request.Headers.TransferEncodingChunked = true;
        var status = await StatusAsync(registry, request);
        status.ShouldBeOneOf(HttpStatusCode.UnprocessableEntity, (HttpStatusCode)0);
        (await registry.RegisterAsync("a", "{}")).ShouldBe((200, 1));
    }

    [Fact]
    public async Task Deep_schemas_are_compared_or_refused()
    {
        await using var registry = await RunningRegistry.StartAsync();
        foreach (var (open, close) in new[] { ("""{"not":""", "}"), ("""{"properties":{"a":""", "}}"), ("""{"allOf":[""", "]}"), ("""{"items":""", "}") })
        {
            foreach (var depth in new[] { 10, 300, 480, 2_000, 100_000 })
            {
                var nested = string.Concat(Enumerable.Repeat(open, depth)) + """{"type":"string"}""" + string.Concat(Enumerable.Repeat(close, depth));
                var (status, number) = await registry.RegisterAsync($"deep-{depth}-{open.Length}", nested);
                (status == 200 || (status, number) is (422, 42201 or 42209)).ShouldBeTrue($"{open} {depth}: {status} {number}");
                status.ShouldBe(depth <= 480 ? 200 : 422, $"{open} {depth}");
                if (status == 200)
                {
                    (await registry.RegisterAsync($"deep-{depth}-{open.Length}", nested.Replace("string", "integer", StringComparison.Ordinal))).Status.ShouldBeOneOf(200, 409, 422);
                }
            }
        }
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}""")]
    [InlineData("""{"properties":{"next":{"$ref":"#"},"all":{"type":"array","items":{"$ref":"#"}}}}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicAnchor":"n","properties":{"n":{"$dynamicRef":"#n"}}}""")]
    [InlineData("""{"allOf":[{"$ref":"#"},{"$ref":"#"}],"anyOf":[{"$ref":"#"}]}""")]
    public async Task Circular_schemas_end(string schema)
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.SendAsync("PUT", "/config", """{"compatibility":"FULL_TRANSITIVE"}""");

        (await registry.RegisterAsync("a", schema)).Status.ShouldBeOneOf(200, 422);
        (await registry.RegisterAsync("a", schema.Replace("{\"", "{\"title\":\"t\",\"", StringComparison.Ordinal))).Status.ShouldBeOneOf(200, 409, 422);
        (await registry.SendAsync("GET", "/")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(x*)*y")]
    [InlineData("(?:a|a?)+b")]
    [InlineData("a{0,5000}{0,5000}")]
    public async Task A_catastrophic_pattern_holds_nobody_up(string pattern)
    {
        await using var registry = await RunningRegistry.StartAsync();
        var name = new string('a', 5_000) + "!";

        var before = new JsonObject { ["pattern"] = pattern, ["patternProperties"] = new JsonObject { [pattern] = new JsonObject { ["type"] = "string" } }, ["additionalProperties"] = false };
        var after = (JsonObject)before.DeepClone();
        after["properties"] = new JsonObject { [name] = new JsonObject { ["type"] = "string" } };

        (await registry.RegisterAsync("a", before.ToJsonString())).Status.ShouldBeOneOf(200, 422);
        (await registry.RegisterAsync("a", after.ToJsonString())).Status.ShouldBeOneOf(200, 409, 422);
    }

    [Fact]
    public async Task Combined_schemas_that_multiply_are_given_up_or_compared()
    {
        await using var registry = await RunningRegistry.StartAsync();
        string Combined(int shift) => new JsonObject
        {
            ["oneOf"] = new JsonArray([.. Enumerable.Range(0, 300).Select(i => new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(Enumerable.Range(0, 5).Select(p => KeyValuePair.Create($"p{p}", (JsonNode?)new JsonObject { ["enum"] = new JsonArray(i + p + shift) }))),
            })]),
        }.ToJsonString();

        (await registry.RegisterAsync("a", Combined(0))).Status.ShouldBe(200);
        (await registry.RegisterAsync("a", Combined(1))).Status.ShouldBeOneOf(200, 409, 500);
        (await registry.SendAsync("GET", "/")).Status.ShouldBe(200);
    }

    public static TheoryData<byte[], int> Bodies => new()
    {
        { [], 422 },
        { "null"u8.ToArray(), 422 },
        { "[]"u8.ToArray(), 400 },
        { "\"text\""u8.ToArray(), 400 },
        { "{"u8.ToArray(), 400 },
        { "{\"schema\":"u8.ToArray(), 400 },
        { [.. "{\"schemaType\":\"JSON\",\"schema\":\"\xff"u8, 0xFF, 0xFE, .. "\"}"u8], 400 },
        { [.. "{\"schemaType\":\"JSON\",\"schema\":\""u8, 0xC0, 0xAF, .. "\"}"u8], 400 },
        { "{\"schemaType\":\"JSON\",\"schema\":\"\\ud800\"}"u8.ToArray(), 400 },
        { "{\"schemaType\":\"JSON\",\"schema\":{}}"u8.ToArray(), 400 },
        { "{\"schemaType\":\"JSON\",\"schema\":\"{\"}"u8.ToArray(), 422 },
        { "{\"schemaType\":\"JSON\",\"schema\":\"{}\",\"references\":{}}"u8.ToArray(), 400 },
        { "{\"schemaType\":\"JSON\",\"schema\":\"{}\",\"references\":[null]}"u8.ToArray(), 400 },
        { "{\"schemaType\":\"JSON\",\"schema\":\"{}\",\"references\":[{\"name\":\"a\"}]}"u8.ToArray(), 422 },
        { "{\"schemaType\":\"JSON\",\"schema\":\"{}\",\"id\":1e400}"u8.ToArray(), 400 },
        { "{\"schemaType\":\"json\",\"schema\":\"{}\"}"u8.ToArray(), 422 },
        { Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), 400 },
        { Encoding.UTF8.GetBytes(new string('[', 1_000_000)), 400 },
    };

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_body_is_refused_with_a_reason(byte[] body, int expected)
    {
        await using var registry = await RunningRegistry.StartAsync();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.schemaregistry.v1+json");

        using var response = await registry.Http.PostAsync("/subjects/a/versions", content, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(expected);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        (error["error_code"]!.GetValue<int>() / (expected == 422 && error["error_code"]!.GetValue<int>() > 999 ? 100 : 1)).ShouldBe(expected);
        error["message"]!.ToString().ShouldNotBeEmpty();
    }

    [Theory(Timeout = Patience)]
    [InlineData("a%2Fb", 200)]
    [InlineData("..%2F..%2Fetc%2Fpasswd", 200)]
    [InlineData("%E2%80%AE%F0%9F%92%A9", 200)]
    [InlineData("%25", 200)]
    [InlineData("a%20b", 200)]
    [InlineData("__GLOBAL", 422)]
    [InlineData("__EMPTY", 422)]
    [InlineData(":.__GLOBAL:a", 422)]
    [InlineData("%00", 400)]
    [InlineData("a%0Ab", 400)]
    [InlineData("%FF", 400)]
    [InlineData("%C0%AF", 400)]
    [InlineData("a%5Cb", 400)]
    public async Task A_hostile_name_is_a_name_or_refused(string subject, int expected)
    {
        await using var registry = await RunningRegistry.StartAsync();

        // The web server itself refuses a zero, without a body.
        using var content = new StringContent(RunningRegistry.Body("{}"), Encoding.UTF8, "application/json");
        using var response = await registry.Http.PostAsync($"/subjects/{subject}/versions", content, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(expected);
        (await registry.SendAsync("GET", "/subjects")).Body!.AsArray().Select(name => name!.ToString())
            .ShouldBe(expected == 200 ? [Uri.UnescapeDataString(subject)] : []);
        Directory.EnumerateFileSystemEntries(registry.Data).Select(Path.GetFileName).ShouldBe(["registry"]);
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningRegistry registry, HttpRequestMessage request)
    {
        try
        {
            using var response = await registry.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // It was refused while it was still being sent.
            return 0;
        }
    }

    /// <summary>Blanks without end, in memory nowhere.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(_left, count);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
