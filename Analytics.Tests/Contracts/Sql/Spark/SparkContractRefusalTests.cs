using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;
using Analytics.Contracts.Sql.Spark;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Sql.Spark;

public sealed class SparkContractRefusalTests
{
    [Theory]
    [InlineData("""{"allOf":[{"minLength":1}]}""", "allOf")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "uniqueItems")]
    [InlineData("""{"type":"integer","multipleOf":5}""", "multipleOf")]
    [InlineData("""{"enum":[1.5]}""", "enum")]
    [InlineData("""{"type":"string","pattern":"^(?=a)"}""", "pattern")]
    [InlineData("""{"type":"string","pattern":"^(a|b)*$"}""", "pattern")]
    [InlineData("""{"type":"array","items":{"type":"object","required":["x"]}}""", "properties")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", "additionalProperties")]
    public void Create_RuleThatSqlCantExpress_IsRefusedByName(string property, string keyword)
    {
        string schema = Schema(property);

        PipelineException refused = Should.Throw<PipelineException>(() => Create(schema));

        refused.Message.ShouldStartWith("schema id 7: ");
        refused.Message.ShouldContain($"{keyword} (");
    }

    [Fact]
    public void Create_GroupOfShortTexts_IsTranslated() => Should.NotThrow(() => Create(Schema("""{"type":"string","pattern":"^(a|b)*$","maxLength":100}""")));

    private static string Schema(string property) =>
        """{"type":"object","required":["t"],"properties":{"t":{"type":"string","format":"date-time"},"p":""" + property + "}}";

    private static void Create(string schema)
    {
        IReadOnlyList<ColumnDefinition> columns = EventSchema.Parse(schema, "schema").Columns;
        SparkContractSql.Create(new SourceDefinition { Topic = "e", Subject = "e-value", SchemaFiles = [], Time = "t" }, columns, new Dictionary<int, string> { [7] = schema });
    }
}
