using System.Buffers;
using System.Text.Json;
using Analytics.Contracts.Pipelines;
using Analytics.Producer.Sending;
using Analytics.Producer.Simulation;
using Analytics.Producer.Simulation.Generators;
using Analytics.Producer.Truth;
using Analytics.Tests.SchemaRegistry;
using Json.Schema;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Producer;

public sealed class EventGeneratorTests
{
    private const int Events = 300;

    [Theory]
    [InlineData("pipelines/saas")]
    [InlineData("pipelines/flights")]
    public void Every_generated_event_satisfies_the_schema(string folder)
    {
        var pipeline = PipelineLoader.Load(TestData.Find(folder));
        var schema = JsonSchema.FromText(File.ReadAllText(pipeline.Source.SchemaFiles[^1]));
        var generator = EventGenerator.Create(pipeline);
        var random = new Random(5);
        var ids = new HashSet<string>();

        for (var i = 0; i < Events; i++)
        {
            var id = generator.NextId(random);
            ids.Add(id).ShouldBeTrue();
            var text = Generate(generator, random, id, omitted: null);
            IsValid(schema, text).ShouldBeTrue(text);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_events()
    {
        var pipeline = PipelineLoader.Load(TestData.Find("pipelines/saas"));

        string Make(int seed)
        {
            var (generator, random) = (EventGenerator.Create(pipeline), new Random(seed));
            return Generate(generator, random, generator.NextId(random), omitted: null);
        }

        Make(7).ShouldBe(Make(7));
        Make(7).ShouldNotBe(Make(8));
    }

    [Fact]
    public void Poison_is_what_it_says()
    {
        var pipeline = PipelineLoader.Load(TestData.Find("pipelines/saas"));
        var schema = JsonSchema.FromText(File.ReadAllText(pipeline.Source.SchemaFiles[^1]));
        var generator = EventGenerator.Create(pipeline);
        var record = new RecordWriter(schemaId: 1);
        var maker = new PoisonMaker(generator, record, isFramed: true, pipeline.Source);
        var random = new Random(3);
        var seen = new HashSet<EventKind>();

        for (var i = 0; i < Events; i++)
        {
            var kind = maker.Make(random, generator.NextId(random), now: 1_700_000_000_000_000);
            seen.Add(kind);
            var value = record.Value.ToArray();
            var holds = kind switch
            {
                EventKind.NullValue => true,
                EventKind.BadMagic => value[0] != 0,
                EventKind.UnknownSchema => value[1] == 0x7F,
                EventKind.MalformedJson => !IsJson(value),
                EventKind.SchemaViolation => !IsValid(schema, Payload(value)),
                EventKind.FutureEventTime => IsValid(schema, Payload(value)) && Payload(value).Contains("\"2023-11-14T23:", StringComparison.Ordinal),
                _ => false,
            };
            holds.ShouldBeTrue($"{kind}: {Payload(value)}");
        }

        seen.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("^[A-Z]{3}$")]
    [InlineData("^u-[0-9]{1,9}$")]
    [InlineData("^[0-9]+\\.[0-9]+\\.[0-9]+$")]
    [InlineData("^\\d{4}-\\w+$")]
    public void Text_is_made_from_a_simple_pattern(string pattern)
    {
        var text = PatternText.Parse(pattern).ShouldNotBeNull();
        var random = new Random(1);

        for (var i = 0; i < 50; i++)
        {
            text.Make(random).ShouldMatch(pattern);
        }
    }

    [Theory]
    [InlineData("^(a|b)+$")]
    [InlineData("^(?=x)")]
    public void A_pattern_that_is_not_simple_is_not_guessed_at(string pattern) => PatternText.Parse(pattern).ShouldBeNull();

    private static string Generate(EventGenerator generator, Random random, string id, string? omitted)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = EventGenerator.Writer(buffer))
        {
            generator.Write(writer, random, id, 1_700_000_000_123_456, omitted);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool IsValid(JsonSchema schema, string text) =>
        schema.Evaluate(JsonDocument.Parse(text).RootElement, new EvaluationOptions { RequireFormatValidation = true }).IsValid;

    private static string Payload(byte[] value) => value.Length < 5 ? "" : System.Text.Encoding.UTF8.GetString(value, 5, value.Length - 5);

    private static bool IsJson(byte[] value)
    {
        try
        {
            JsonDocument.Parse(value.AsMemory(5)).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
