using System.Text;
using System.Text.Json;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class EventParserFuzzTests
{
    // What the reference reads without complaint, beside unpaired surrogates.
    private static readonly string[] OurOwn = ["occurs twice", "UTF-8"];

    [Fact]
    public void Parse_MutatedRecords_AreEachAccountedFor() => Fuzz(10_000);

    [Fact]
    [Trait("Category", "Long")]
    public void Parse_AMillionMutatedRecords_AreEachAccountedFor() => Fuzz(1_000_000);

    private static void Fuzz(int records)
    {
        EventSchema schema = EventSchema.FromFile(Path.Combine(PipelineLocator.Find("saas", AppContext.BaseDirectory), "schemas", "event.v1.json"));
        EventParser parser = EventParser.Compile(schema, schema.Columns, "event_id", "event_time");
        parser.UsesFullValidator.ShouldBeFalse();
        using var batch = new ColumnBatch(schema.Columns);
        parser.Parse(RecordMutations.Record, batch).Detail.ShouldBeNull();
        var outcomes = new Dictionary<DeadLetterReason, int>();
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                byte[] mutated = RecordMutations.Next(random);
                if (batch.RowCount > 100)
                {
                    batch.Clear();
                }

                int before = batch.RowCount;
                ParseResult result = parser.Parse(mutated, batch);
                string detail = result.Detail ?? "";
                outcomes[result.Reason] = outcomes.GetValueOrDefault(result.Reason) + 1;
                batch.RowCount.ShouldBe(before + (result.IsValid ? 1 : 0));
                foreach (ColumnBuffer column in batch.Columns)
                {
                    column.Count.ShouldBe(batch.RowCount);
                }

                if (result.Reason != DeadLetterReason.MalformedJson)
                {
                    Should.NotThrow(() => JsonDocument.Parse(mutated).Dispose(), Encoding.UTF8.GetString(mutated));
                }
                else if (!OurOwn.Any(detail.Contains) && mutated.AsSpan().IndexOf("\\ud"u8) < 0 && mutated.AsSpan().IndexOf("\\uD"u8) < 0)
                {
                    Should.Throw<JsonException>(() => JsonDocument.Parse(mutated).Dispose(), Encoding.UTF8.GetString(mutated));
                }
            },
            iter: records,
            threads: 1);
        outcomes.Keys.Order().ShouldBe([DeadLetterReason.None, DeadLetterReason.MalformedJson, DeadLetterReason.SchemaViolation]);
    }
}
