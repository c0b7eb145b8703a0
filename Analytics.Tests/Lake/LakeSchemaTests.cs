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
