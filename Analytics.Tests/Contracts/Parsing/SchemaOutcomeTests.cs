using System.Text;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

/// <summary>The outcomes that docs/contract.md states, one by one.</summary>
public sealed class SchemaOutcomeTests
{
    [Theory]
    // Numbers: by their digits, however many.
    [InlineData("""{"type":"object","properties":{"x":{"minimum":5}}}""", """{"x":4.99999999999999999999999999999999}""", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"type":"object","properties":{"x":{"minimum":5}}}""", """{"x":5.00000000000000000000000000000001}""", DeadLetterReason.None)]
    [InlineData("""{"type":"object","properties":{"x":{"exclusiveMaximum":0.1}}}""", """{"x":0.09999999999999999999999}""", DeadLetterReason.None)]
    [InlineData("""{"type":"object","properties":{"x":{"exclusiveMaximum":0.1}}}""", """{"x":0.1000}""", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"type":"object","properties":{"x":{"maximum":5}}}""", """{"x":1e99999999999999}""", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"type":"integer"}""", "1e3", DeadLetterReason.None)]
    [InlineData("""{"type":"integer"}""", "1.0", DeadLetterReason.None)]
    [InlineData("""{"type":"integer"}""", "9223372036854775808", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"type":"array","uniqueItems":true}""", "[1e999,1e998]", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"type":"number","multipleOf":0.1}""", "1e999", DeadLetterReason.SchemaViolation)]
    // Lengths are code points on both roads.
    [InlineData("""{"type":"string","minLength":2}""", "\"e\\u0301\"", DeadLetterReason.None)]
    [InlineData("""{"type":"string","minLength":2,"not":{"const":"zz"}}""", "\"e\\u0301\"", DeadLetterReason.None)]
    [InlineData("""{"type":"string","maxLength":1,"not":{"const":"zz"}}""", "\"e\\u0301\"", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"type":"string","maxLength":1}""", "\"\\ud83d\\ude00\"", DeadLetterReason.None)]
    // Patterns are those of ECMA-262 with the flag u.
    [InlineData("""{"pattern":"^.$"}""", "\"😀\"", DeadLetterReason.None)]
    [InlineData("""{"pattern":"^.$","not":{"const":1}}""", "\"😀\"", DeadLetterReason.None)]
    [InlineData("""{"pattern":"^.$"}""", "\"\\u2028\"", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"pattern":"^\\s$"}""", "\"\\ufeff\"", DeadLetterReason.None)]
    [InlineData("""{"pattern":"^\\s$"}""", "\"\\u0085\"", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"pattern":"^[^\\D]$"}""", "\"\u0664\"", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"pattern":"^[\\W]$"}""", "\"[\"", DeadLetterReason.None)]
    [InlineData("""{"pattern":"^[\\W]$"}""", "\"b\"", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"pattern":"^[a[]$"}""", "\"[\"", DeadLetterReason.None)]
    [InlineData("""{"pattern":"a$"}""", "\"a\\n\"", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"pattern":"^(?=(a+)+$)b"}""", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", DeadLetterReason.SchemaViolation)]
    // Formats date-time and uuid are asserted wherever they stand, others nowhere.
    [InlineData("""{"anyOf":[{"type":"string","format":"date-time"},{"type":"integer"}]}""", "\"x\"", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"anyOf":[{"type":"string","format":"email"},{"type":"integer"}]}""", "\"x\"", DeadLetterReason.None)]
    [InlineData("""{"type":"string","format":"email"}""", "\"x\"", DeadLetterReason.None)]
    // References.
    [InlineData("""{"$ref":"#/allOf/0/properties/q"}""", "1", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"$ref":"#/allOf/0/properties/q"}""", "\"s\"", DeadLetterReason.None)]
    [InlineData("""{"type":"array","items":{"$ref":"#/properties/a"}}""", "[[[1]]]", DeadLetterReason.SchemaViolation)]
    [InlineData("""{"type":"array","items":{"$ref":"#/properties/a"}}""", "[[[]]]", DeadLetterReason.None)]
    public void Parse_Value_HasTheStatedOutcome(string property, string value, DeadLetterReason expected)
    {
        EventSchema schema = EventSchema.Parse(
            $$$$"""{"type":"object","allOf":[{"properties":{"q":{"type":"string"}}}],"properties":{"a":{{{{property}}}},"q":{"type":"string"}}}""", "test");
        Reason(schema, $$$$"""{"a":{{{{value}}}}}""").ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"a":1}""", DeadLetterReason.None)]
    [InlineData("""{"a":"x"}""", DeadLetterReason.SchemaViolation)]
    public void Parse_Draft7_IgnoresWhatStandsBesideARef(string json, DeadLetterReason expected)
    {
        const string Text = """
            {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","definitions":{"d":{"type":"integer"}},
             "properties":{"a":{"$ref":"#/definitions/d","minimum":5,"type":"string"}}}
            """;
        EventSchema schema = EventSchema.Parse(Text, "test");
        schema.Columns.ShouldBe([new ColumnDefinition("a", ColumnType.Int64, true)]);
        Reason(schema, json).ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [InlineData("http://json-schema.org/draft-07/schema#")]
    public void Parse_ItemsAsAList_MeansPositions(string draft)
    {
        EventSchema schema = EventSchema.Parse(
            $$$$"""{"$schema":"{{{{draft}}}}","type":"object","properties":{"a":{"type":"array","items":[{"type":"integer"}],"additionalItems":false}}}""", "test");
        Reason(schema, """{"a":[1]}""").ShouldBe(DeadLetterReason.None);
        Reason(schema, """{"a":["x"]}""").ShouldBe(DeadLetterReason.SchemaViolation);
        Reason(schema, """{"a":[1,2]}""").ShouldBe(DeadLetterReason.SchemaViolation);
    }

    [Fact]
    public void Parse_NestedId_ReferencesAreResolvedAgainstIt()
    {
        EventSchema schema = EventSchema.Parse(
            """
            {"type":"object","$defs":{"d":{"type":"integer"}},"properties":{"b":{"type":"boolean"},
             "a":{"$id":"https://example.com/a","$defs":{"d":{"type":"string"}},"type":"object","properties":{"z":{"$ref":"#/$defs/d"}}}}}
            """,
            "test");
        Reason(schema, """{"a":{"z":"s"}}""").ShouldBe(DeadLetterReason.None);
        Reason(schema, """{"a":{"z":1}}""").ShouldBe(DeadLetterReason.SchemaViolation);
    }

    [Theory]
    [InlineData("a\\\"b", "{\"a\"b\":1}", DeadLetterReason.MalformedJson)]
    [InlineData("a\\\"b", "{\"a\\\"b\":1}", DeadLetterReason.None)]
    [InlineData("a\\nb", "{\"a\nb\":1}", DeadLetterReason.MalformedJson)]
    [InlineData("a\\\\b", "{\"a\\b\":1}", DeadLetterReason.SchemaViolation)]
    public void Parse_NameThatNeedsEscapes_IsReadAsJsonHasIt(string name, string json, DeadLetterReason expected)
    {
        EventSchema schema = EventSchema.Parse($$$$"""{"type":"object","additionalProperties":false,"properties":{"{{{{name}}}}":{"type":"integer"}}}""", "test");
        Reason(schema, json).ShouldBe(expected);
    }

    [Theory]
    [InlineData("\uFEFF{\"t\":1}", DeadLetterReason.MalformedJson)]
    [InlineData("{\"t\":1}\u0000", DeadLetterReason.MalformedJson)]
    [InlineData(" \r\n\t{\"t\":1} \n", DeadLetterReason.None)]
    [InlineData("{\"t\":1,\"t\":1}", DeadLetterReason.MalformedJson)]
    [InlineData("{\"t\":1,\"\\u0074\":1}", DeadLetterReason.MalformedJson)]
    [InlineData("{\"u\":1,\"u\":1}", DeadLetterReason.None)]
    [InlineData("{\"t\":\"\\udc00\\ud800\"}", DeadLetterReason.MalformedJson)]
    [InlineData("{\"u\":\"\\ud800\"}", DeadLetterReason.MalformedJson)]
    [InlineData("{\"\\ud800\":1}", DeadLetterReason.MalformedJson)]
    public void Parse_Text_HasTheStatedOutcome(string json, DeadLetterReason expected) =>
        Reason(EventSchema.Parse("""{"type":"object","properties":{"t":{}}}""", "test"), json).ShouldBe(expected);

    [Theory]
    [InlineData("""{"$ref":"https://example.com/x.json"}""", "points out of the schema")]
    [InlineData("""{"$ref":"#foo"}""", "points to nothing")]
    [InlineData("""{"anyOf":[{"$ref":"#/nowhere"},{"type":"integer"}]}""", "points to nothing")]
    [InlineData("""{"$ref":"#/$defs/loop"}""", "leads back to itself")]
    [InlineData("""{"allOf":[{"$ref":"#/properties/a"}]}""", "leads back to itself")]
    [InlineData("""{"enum":["\ud800"]}""", "not a usable JSON Schema")]
    [InlineData("""{"type":"object","required":[1]}""", "required")]
    [InlineData("""{"type":"object","required":"x"}""", "required")]
    [InlineData("""{"type":"string","type":"integer"}""", "type")]
    [InlineData("""{"items":[{"type":"integer"}]}""", "not a usable JSON Schema")]
    [InlineData("""{"not":{"pattern":"("}}""", "not a usable JSON Schema")]
    public void Parse_SchemaThatCantWork_IsRefusedWhenItIsLoaded(string property, string expected)
    {
        string text = $$$$"""{"type":"object","$defs":{"loop":{"$ref":"#/$defs/loop"}},"properties":{"a":{{{{property}}}}}}""";
        if (!property.Contains("loop", StringComparison.Ordinal))
        {
            text = text.Replace("\"$defs\":{\"loop\":{\"$ref\":\"#/$defs/loop\"}},", "", StringComparison.Ordinal);
        }

        Should.Throw<PipelineException>(() => EventSchema.Parse(text, "test")).Message.ShouldContain(expected);
    }

    [Fact]
    public void Parse_SchemaThatExplodesThroughItsReferences_IsRefused()
    {
        var text = new StringBuilder("""{"type":"object","$defs":{"d0":{"type":"integer"}""");
        for (int level = 1; level < 30; level++)
        {
            text.Append($$$$""","d{{{{level}}}}":{"type":"object","properties":{"l":{"$ref":"#/$defs/d{{{{level - 1}}}}"},"r":{"$ref":"#/$defs/d{{{{level - 1}}}}"}}}""");
        }

        text.Append("""},"properties":{"a":{"$ref":"#/$defs/d29"}}}""");
        Should.Throw<PipelineException>(() => EventSchema.Parse(text.ToString(), "test")).Message.ShouldContain("schemas once each $ref is replaced");
    }

    private static DeadLetterReason Reason(EventSchema schema, string json)
    {
        EventParser parser = EventParser.Compile(schema, schema.Columns, null, null);
        using var batch = new ColumnBatch(schema.Columns);
        DeadLetterReason reason = parser.Parse(Encoding.UTF8.GetBytes(json), batch).Reason;
        batch.RowCount.ShouldBe(reason == DeadLetterReason.None ? 1 : 0);
        return reason;
    }
}
