using Analytics.Lake.Schema;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class LakeSchemaTests
{
    [Fact]
    public void ToJson_IsTheProtocolsForm() => new LakeSchema([new LakeColumn("a", LakeType.Long, Nullable: false)]).ToJson()
        .ShouldBe("""{"type":"struct","fields":[{"name":"a","type":"long","nullable":false,"metadata":{}}]}""");

    [Fact]
    public void Parse_ReadsWhatToJsonWrites() => LakeSchema.Parse(EventTable.Schema.ToJson()).ShouldBe(EventTable.Schema);

    [Theory]
    [InlineData(TextContent.Text, "text")]
    [InlineData(TextContent.Json, "json")]
    public void ToJson_MarksWhatTextsAre(TextContent content, string mark)
    {
        var schema = new LakeSchema([new("a", LakeType.String, true, content)]);

        schema.ToJson().ShouldBe($$$"""{"type":"struct","fields":[{"name":"a","type":"string","nullable":true,"metadata":{"analytics.content":"{{{mark}}}"}}]}""");
        LakeSchema.Parse(schema.ToJson()).ShouldBe(schema);
    }

    [Theory]
    [InlineData("""{"name":"a","type":"string","nullable":true}""")]
    [InlineData("""{"name":"a","type":"string","nullable":true,"metadata":{"comment":"of another writer"}}""")]
    [InlineData("""{"name":"a","type":"string","nullable":true,"metadata":{"analytics.content":"xml"}}""")]
    [InlineData("""{"name":"a","type":"string","nullable":true,"metadata":{"analytics.content":1}}""")]
    [InlineData("""{"name":"a","type":"string","nullable":true,"metadata":null}""")]
    public void Parse_NoMarkOfOurs_IsUnmarked(string field) =>
        LakeSchema.Parse($$"""{"type":"struct","fields":[{{field}}]}""").ShouldBe(new LakeSchema([new("a", LakeType.String, true)]));

    [Fact]
    public void Merge_UnmarkedTexts_AreMarkedOnceTheirMarkIsKnown()
    {
        var (unmarked, json) = (new LakeSchema([new("a", LakeType.String, true)]), new LakeSchema([new("a", LakeType.String, true, TextContent.Json)]));

        unmarked.Merge(json).ShouldBe(json);
        json.Merge(unmarked).ShouldBeSameAs(json);
    }

    [Fact]
    public void Merge_TextsOfAnotherContent_Conflict()
    {
        var (text, json) = (new LakeSchema([new("a", LakeType.String, true, TextContent.Text)]), new LakeSchema([new("a", LakeType.String, true, TextContent.Json)]));

        Should.Throw<InvalidOperationException>(() => json.Merge(text)).Message.ShouldBe("column 'a' is nested JSON and can't become string; give the new column another name");
        text.ConflictWith(json).ShouldBe("column 'a' is string and can't become nested JSON; give the new column another name");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"type":"struct","fields":[{"name":"a","type":"decimal(10,2)","nullable":true,"metadata":{}}]}""")]
    [InlineData("""{"type":"struct","fields":[{"name":"a","type":{"type":"array","elementType":"long","containsNull":true},"nullable":true,"metadata":{}}]}""")]
    public void Parse_Unusable_IsAFormatError(string text) => Should.Throw<FormatException>(() => LakeSchema.Parse(text));

    [Fact]
    public void Merge_AppendsMissingColumnsAsNullable()
    {
        var left = new LakeSchema([new("a", LakeType.Long, false), new("b", LakeType.Long, false)]);
        var right = new LakeSchema([new("c", LakeType.String, false), new("b", LakeType.Long, true)]);

        left.Merge(right).ShouldBe(new LakeSchema([new("a", LakeType.Long, false), new("b", LakeType.Long, true), new("c", LakeType.String, true)]));
    }

    [Fact]
    public void Merge_NothingNew_IsTheSameInstance() => EventTable.Schema.Merge(LakeSchema.Parse(EventTable.Schema.ToJson())).ShouldBeSameAs(EventTable.Schema);

    [Theory]
    [InlineData("a", LakeType.String)]
    [InlineData("A", LakeType.Long)]
    public void Merge_Conflict_NamesTheColumn(string name, LakeType type) =>
        Should.Throw<InvalidOperationException>(() => new LakeSchema([new("a", LakeType.Long, false)]).Merge(new LakeSchema([new(name, type, true)])))
            .Message.ShouldContain($"'{name}'");
}
