using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;
using Analytics.Contracts.Sql.Spark;
using Analytics.Lake.Schema;
using Analytics.Streaming.Files;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>The columns that versions of the schema brought bind the next query too, also when the registry now tells a version of a smaller id, or has lost one.</summary>
public sealed class SparkSchemaMemoryTests
{
    private static readonly SourceDefinition Source = new() { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" };

    [Theory]
    [InlineData("integer", "score", "string")]
    [InlineData("integer", "Score", "integer")]
    [InlineData("object", "score", "string")]
    [InlineData("string", "score", "array")]
    public void Create_VersionAgainstAColumnOfTheTable_IsIncompatible(string before, string name, string type)
    {
        var folder = EventSchema.Parse(Schema("kind", "string"), "folder").Columns;
        var known = SparkContractSql.Create(Source, folder, new Dictionary<int, string> { [5] = Schema("score", before) });
        var score = known.Columns.Single(column => column.Name == "score");
        var table = LakeSchema.Parse(EventColumns.Schema(known.Columns, Source).ToJson());

        // The schema with id 3 was another subject's; the second time, version 5 has been deleted.
        foreach (var schemas in (Dictionary<int, string>[])[new() { [3] = Schema(name, type), [5] = Schema("score", before) }, new() { [3] = Schema(name, type) }])
        {
            var now = SparkContractSql.Create(Source, folder, schemas, conflict: schema => table.ConflictWith(EventColumns.Schema(schema.Columns)));

            table.Merge(EventColumns.Schema(now.Columns, Source)).ShouldBe(table);
            now.Columns.Contains(score).ShouldBe(schemas.ContainsKey(5));
            now.Sql.ShouldContain("WHEN substring(value, 2, 4) = X'00000003' THEN named_struct('reason', 'incompatible_schema'");
        }
    }

    private static string Schema(string name, string type) =>
        $$$"""{"type":"object","required":["t"],"properties":{"t":{"type":"string","format":"date-time"},"{{{name}}}":{"type":"{{{type}}}" } } }""";
}
