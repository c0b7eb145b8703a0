using System.Text;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Schemas;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class EventParserTests
{
    private const string Schema = """
        {
          "type": "object", "additionalProperties": false, "required": ["id", "time"],
          "properties": {
            "id": { "type": "string", "minLength": 1, "maxLength": 8 },
            "time": { "type": "string", "format": "date-time" },
            "n": { "type": ["integer", "null"], "minimum": 0, "exclusiveMaximum": 100 },
            "big": { "type": "integer" },
            "x": { "type": "number", "maximum": 1.5 },
            "flag": { "type": "boolean" },
            "kind": { "enum": ["a", "b", null] },
            "fixed": { "const": 7 },
            "code": { "type": "string", "pattern": "^\\d{2}$" },
            "uid": { "type": "string", "format": "uuid" },
            "mixed": { "type": ["string", "integer"] },
            "context": { "type": "object", "required": ["device"], "properties": { "device": { "type": "string", "enum": ["phone"] } } },
            "tags": { "type": "array", "items": { "type": "string" }, "maxItems": 2 }
          }
        }
        """;

    [Fact]
    public void Parse_EveryType_FillsItsColumn()
    {
        using ColumnBatch batch = Valid("""
             { "id" : "\u0065\n\ud83d\ude00", "time":"1970-01-01T00:00:01Z", "n": 1.0, "big": -9223372036854775808, "x": -2.5e-1, "flag": true,
               "kind": "b", "fixed": 7, "code": "42", "uid": "6F9619FF-8B86-D011-B42D-00CF4FC964FF", "mixed": "t",
               "context": {"device": "phone", "more": [1, {}]}, "tags": ["a", "b"] }
            """);
        Text(batch, "id").ShouldBe("e\n😀");
        ((TimestampColumn)Column(batch, "time")).Values[0].ShouldBe(1_000_000);
        ((Int64Column)Column(batch, "n")).Values[0].ShouldBe(1);
        ((Int64Column)Column(batch, "big")).Values[0].ShouldBe(long.MinValue);
        ((DoubleColumn)Column(batch, "x")).Values[0].ShouldBe(-0.25);
        ((BooleanColumn)Column(batch, "flag")).Values[0].ShouldBeTrue();
        Text(batch, "kind").ShouldBe("b");
        ((Int64Column)Column(batch, "fixed")).Values[0].ShouldBe(7);
        Text(batch, "mixed").ShouldBe("\"t\"");
        Text(batch, "context").ShouldBe("""{"device": "phone", "more": [1, {}]}""");
        Text(batch, "tags").ShouldBe("""["a", "b"]""");
    }

    [Fact]
    public void Parse_OptionalsMissingOrNull_AreNull()
    {
        using ColumnBatch batch = Valid("""{"time":"1970-01-01T00:00:00Z","kind":null,"n":null,"id":"a"}""");
        foreach (string name in new[] { "n", "big", "x", "flag", "kind", "fixed", "code", "uid", "mixed", "context", "tags" })
        {
            Column(batch, name).IsNull(0).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Parse_ValidRecord_ReportsTimeAndId()
    {
        EventParser parser = Compile();
        using var batch = new ColumnBatch(parser.Columns);
        parser.Parse("""{"id":"a","time":"1970-01-01T00:00:00Z"}"""u8, batch).IsValid.ShouldBeTrue();
        ParseResult result = parser.Parse("""{"id":"bc","time":"1970-01-01T00:00:02Z"}"""u8, batch);
        result.EventTime.ShouldBe(2_000_000);
        Encoding.UTF8.GetString(result.Id).ShouldBe("bc");
    }

    [Fact]
    public void Parse_EscapedNul_IsKept()
    {
        using ColumnBatch batch = Valid("""{"id":"a\u0000b","time":"1970-01-01T00:00:00Z"}""");
        Text(batch, "id").ShouldBe("a\0b");
    }

    [Theory]
    [InlineData("\"n\":-1", "n", "minimum")]
    [InlineData("\"n\":100", "n", "exclusiveMaximum")]
    [InlineData("\"n\":1.5", "n", "type")]
    [InlineData("\"n\":true", "n", "type")]
    [InlineData("\"big\":9223372036854775808", "big", "64 bits")]
    [InlineData("\"big\":-9223372036854775809", "big", "64 bits")]
    [InlineData("\"big\":1e19", "big", "64 bits")]
    [InlineData("\"big\":null", "big", "type")]
    [InlineData("\"x\":1.6", "x", "maximum")]
    [InlineData("\"x\":-1e999", "x", "64 bits")]
    [InlineData("\"x\":\"1\"", "x", "type")]
    [InlineData("\"flag\":\"true\"", "flag", "type")]
    [InlineData("\"kind\":\"c\"", "kind", "enum")]
    [InlineData("\"fixed\":8", "fixed", "const")]
    [InlineData("\"code\":\"4x\"", "code", "pattern")]
    [InlineData("\"code\":\"42\\n\"", "code", "pattern")]
    [InlineData("\"code\":\"٤٢\"", "code", "pattern")]
    [InlineData("\"uid\":\"6f9619ff8b86d011b42d00cf4fc964ff\"", "uid", "format")]
    [InlineData("\"mixed\":1.5", "mixed", "type")]
    [InlineData("\"context\":{}", "context", "required")]
    [InlineData("\"context\":{\"device\":\"tv\"}", "context.device", "enum")]
    [InlineData("\"context\":[]", "context", "type")]
    [InlineData("\"tags\":[\"a\",1]", "tags.[1]", "type")]
    [InlineData("\"tags\":[\"a\",\"b\",\"c\"]", "tags", "maxItems")]
    [InlineData("\"other\":1", "\"other\"", "additionalProperties")]
    public void Parse_KeywordBroken_IsSchemaViolationThatNamesIt(string member, string property, string keyword)
    {
        (DeadLetterReason reason, string detail) = Invalid($$"""{"id":"a","time":"1970-01-01T00:00:00Z",{{member}}}""");
        reason.ShouldBe(DeadLetterReason.SchemaViolation, detail);
        detail.ShouldContain(property);
        detail.ShouldContain(keyword);
    }

    [Theory]
    [InlineData("""{"id":"a"}""", "required")]
    [InlineData("""{"id":null,"time":"1970-01-01T00:00:00Z"}""", "type")]
    [InlineData("""{"id":"","time":"1970-01-01T00:00:00Z"}""", "minLength")]
    [InlineData("""{"id":"123456789","time":"1970-01-01T00:00:00Z"}""", "maxLength")]
    [InlineData("""{"id":"a","time":"1970-01-01"}""", "format")]
    [InlineData("[]", "object")]
    [InlineData("12", "object")]
    public void Parse_RecordBreaksSchema_IsSchemaViolation(string json, string expected)
    {
        (DeadLetterReason reason, string detail) = Invalid(json);
        reason.ShouldBe(DeadLetterReason.SchemaViolation, detail);
        detail.ShouldContain(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("nul")]
    [InlineData("""{"id":"a","time":"1970-01-01T00:00:00Z"} x""")]
    [InlineData("""{"id":"a","time":"1970-01-01T00:00:00Z"}{}""")]
    [InlineData("""{"id":"a","time":"1970-01-01T00:00:00Z",}""")]
    [InlineData("""{"id":"a","id":"a","time":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"\ud800","time":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"\x","time":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"a","time":"1970-01-01T00:00:00Z","n":01}""")]
    [InlineData("""{"id":"a","time":"1970-01-01T00:00:00Z","n":1.}""")]
    [InlineData("""{"id":"a","time":"1970-01-01T00:00:00Z","n":-}""")]
    [InlineData("""{"id":"a","time":"1970-01-01T00:00:00Z","n":1e}""")]
    [InlineData("{\"id\":\"a\nb\",\"time\":\"1970-01-01T00:00:00Z\"}")]
    [InlineData("{\"id\":\"a\",\"time\":\"1970-01-01T00:00:00Z\"}\0")]
    [InlineData("""{"id":5,"time":"1970-01-01T00:00:00Z" """)]
    public void Parse_NoJson_IsMalformed(string json) => Invalid(json).Reason.ShouldBe(DeadLetterReason.MalformedJson);

    [Fact]
    public void Parse_InvalidUtf8_IsMalformed()
    {
        EventParser parser = Compile();
        using var batch = new ColumnBatch(parser.Columns);
        byte[] json = [.. """{"id":"a"""u8, 0xC3, 0x28, .. "\",\"time\":\"1970-01-01T00:00:00Z\"}"u8];
        parser.Parse(json, batch).Reason.ShouldBe(DeadLetterReason.MalformedJson);
    }

    [Theory]
    [InlineData(62, DeadLetterReason.None)]
    [InlineData(63, DeadLetterReason.MalformedJson)]
    [InlineData(100_000, DeadLetterReason.MalformedJson)]
    public void Parse_Nesting_IsLimitedTo64(int depth, DeadLetterReason expected)
    {
        EventParser parser = Compile();
        using var batch = new ColumnBatch(parser.Columns);
        string nested = new string('[', depth) + new string(']', depth);
        string json = $$$"""{"id":"a","time":"1970-01-01T00:00:00Z","context":{"device":"phone","deep":{{{nested}}}}}""";
        ParseResult result = parser.Parse(Encoding.UTF8.GetBytes(json), batch);
        result.Reason.ShouldBe(expected, result.Detail);
    }

    [Fact]
    public void Parse_TenMegabyteText_IsKept()
    {
        const string Open = """{"type":"object","required":["time"],"properties":{"time":{"type":"string","format":"date-time"},"text":{"type":"string"}}}""";
        EventSchema schema = EventSchema.Parse(Open, "test");
        EventParser parser = EventParser.Compile(schema, schema.Columns, null, "time");
        using var batch = new ColumnBatch(schema.Columns);
        string text = new('x', 10_000_000);
        parser.Parse(Encoding.UTF8.GetBytes($$"""{"time":"1970-01-01T00:00:00Z","text":"{{text}}"}"""), batch).IsValid.ShouldBeTrue();
        ((StringColumn)batch[1])[0].Length.ShouldBe(text.Length);
    }

    [Fact]
    public void Compile_TypeDiffersFromTable_IsIncompatible()
    {
        EventSchema schema = EventSchema.Parse(Schema, "schema id 7");
        ColumnDefinition[] columns = [.. schema.Columns.Select(column => column.Name == "n" ? column with { Type = ColumnType.String } : column)];
        Should.Throw<IncompatibleSchemaException>(() => EventParser.Compile(schema, columns, "id", "time")).Message.ShouldContain("n is Int64 in schema id 7");
        Should.Throw<IncompatibleSchemaException>(() => EventParser.Compile(schema, schema.Columns, "uid", "time")).Message.ShouldContain("uid");
    }

    [Fact]
    public void Parse_OlderVersion_LeavesNewerColumnsNull()
    {
        EventSchema schema = EventSchema.Parse(Schema, "test");
        ColumnDefinition[] columns = [new("added", ColumnType.String, true), .. schema.Columns];
        EventParser parser = EventParser.Compile(schema, columns, "id", "time").Fork();
        using var batch = new ColumnBatch(columns);
        parser.Parse("""{"id":"a","time":"1970-01-01T00:00:00Z"}"""u8, batch).IsValid.ShouldBeTrue();
        batch[0].IsNull(0).ShouldBeTrue();
        Text(batch, "id").ShouldBe("a");
    }

    private static EventParser Compile()
    {
        EventSchema schema = EventSchema.Parse(Schema, "test");
        return EventParser.Compile(schema, schema.Columns, "id", "time");
    }

    private static ColumnBatch Valid(string json)
    {
        EventParser parser = Compile();
        var batch = new ColumnBatch(parser.Columns);
        ParseResult result = parser.Parse(Encoding.UTF8.GetBytes(json), batch);
        result.Detail.ShouldBeNull();
        batch.RowCount.ShouldBe(1);
        return batch;
    }

    private static (DeadLetterReason Reason, string Detail) Invalid(string json)
    {
        EventParser parser = Compile();
        using var batch = new ColumnBatch(parser.Columns);
        ParseResult result = parser.Parse(Encoding.UTF8.GetBytes(json), batch);
        result.IsValid.ShouldBeFalse();
        batch.RowCount.ShouldBe(0);
        batch.Columns.ToArray().ShouldAllBe(column => column.Count == 0);
        return (result.Reason, result.Detail!);
    }

    private static ColumnBuffer Column(ColumnBatch batch, string name) => batch[batch.IndexOf(name)];

    private static string? Text(ColumnBatch batch, string name) => ((StringColumn)Column(batch, name)).GetString(0);
}
