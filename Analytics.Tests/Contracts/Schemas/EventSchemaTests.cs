using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Schemas;

public sealed class EventSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", ColumnType.String, false)]
    [InlineData("""{"type":"string","format":"uuid"}""", ColumnType.String, false)]
    [InlineData("""{"type":"string","format":"date-time"}""", ColumnType.Timestamp, false)]
    [InlineData("""{"type":["string","null"],"format":"date-time"}""", ColumnType.Timestamp, true)]
    [InlineData("""{"type":"integer"}""", ColumnType.Int64, false)]
    [InlineData("""{"type":["null","integer"]}""", ColumnType.Int64, true)]
    [InlineData("""{"type":"number"}""", ColumnType.Double, false)]
    [InlineData("""{"type":["integer","number"]}""", ColumnType.Double, false)]
    [InlineData("""{"type":"boolean"}""", ColumnType.Boolean, false)]
    [InlineData("""{"type":"object"}""", ColumnType.Json, false)]
    [InlineData("""{"type":"array"}""", ColumnType.Json, false)]
    [InlineData("""{"type":["string","integer"]}""", ColumnType.Json, false)]
    [InlineData("""{}""", ColumnType.Json, true)]
    [InlineData("""true""", ColumnType.Json, true)]
    [InlineData("""{"enum":["a","b"]}""", ColumnType.String, false)]
    [InlineData("""{"enum":["a",null]}""", ColumnType.String, true)]
    [InlineData("""{"const":7}""", ColumnType.Int64, false)]
    [InlineData("""{"oneOf":[{"type":"null"},{"type":"integer"}]}""", ColumnType.Int64, true)]
    [InlineData("""{"anyOf":[{"type":"string","format":"date-time"},{"type":"null"}]}""", ColumnType.Timestamp, true)]
    [InlineData("""{"$ref":"#/$defs/money"}""", ColumnType.Int64, false)]
    public void Parse_PropertySchema_GivesColumn(string property, ColumnType type, bool isNullable)
    {
        EventSchema schema = EventSchema.Parse(
            $$$$"""{"type":"object","required":["p"],"$defs":{"money":{"type":"integer"}},"properties":{"p":{{{{property}}}},"q":{"type":"string"}}}""", "test");
        schema.Columns.ShouldBe([new ColumnDefinition("p", type, isNullable), new ColumnDefinition("q", ColumnType.String, true)]);
    }

    [Fact]
    public void Parse_Draft7WithDefinitions_IsUnderstood()
    {
        const string Text = """
            {"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/Event","definitions":
              {"Event":{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}}}
            """;
        EventSchema.Parse(Text, "test").Columns.ShouldBe([new ColumnDefinition("a", ColumnType.String, false)]);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{"type":"string"}""", "object")]
    [InlineData("""{"type":"object"}""", "no properties")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"text"}}}""", "type text")]
    [InlineData("""{"type":"object","properties":{"_offset":{"type":"integer"}}}""", "_offset")]
    [InlineData("""{"type":"object","properties":{"a":{},"A":{}}}""", "case")]
    [InlineData("""{"type":"object","properties":{"a":{"pattern":"("}}}""", "pattern")]
    [InlineData("""{"type":"object","properties":{"a":{"minLength":-1}}}""", "minLength")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/nowhere"}}}""", "#/nowhere")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","properties":{"a":{}}}""", "draft-04")]
    public void Parse_UnusableSchema_IsRefusedWithReason(string text, string expected)
    {
        PipelineException exception = Should.Throw<PipelineException>(() => EventSchema.Parse(text, "event.v1.json"));
        exception.File.ShouldBe("event.v1.json");
        exception.Message.ShouldContain(expected);
    }

    [Fact]
    public void TryMerge_NewerVersion_AddsNullableColumns()
    {
        EventSchema first = EventSchema.Parse("""{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"b":{"type":"integer"}}}""", "v1");
        EventSchema second = EventSchema.Parse("""{"type":"object","required":["a","c"],"properties":{"c":{"type":"string"},"a":{"type":"string"}}}""", "v2");
        EventSchema.TryMerge(first.Columns, second, out IReadOnlyList<ColumnDefinition> merged, out string? conflict).ShouldBeTrue();
        conflict.ShouldBeNull();
        merged.ShouldBe([new("a", ColumnType.String, false), new("b", ColumnType.Int64, true), new("c", ColumnType.String, true)]);
    }

    [Fact]
    public void TryMerge_OtherType_ReportsConflict()
    {
        EventSchema first = EventSchema.Parse("""{"type":"object","properties":{"a":{"type":"string"}}}""", "v1");
        EventSchema second = EventSchema.Parse("""{"type":"object","properties":{"a":{"type":"integer"}}}""", "v2");
        EventSchema.TryMerge(first.Columns, second, out IReadOnlyList<ColumnDefinition> merged, out string? conflict).ShouldBeFalse();
        merged.ShouldBe(first.Columns);
        conflict.ShouldNotBeNull().ShouldContain("a is String");
        conflict.ShouldContain("v2");
    }
}
