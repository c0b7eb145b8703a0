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
    private static readonly byte[] Record = Encoding.UTF8.GetBytes("""
        {"event_id":"0b7e3c1e-52a4-4ef7-9d2e-6a1f6f0f7f11","event_time":"2026-01-31T12:34:56.789Z","tenant_id":"acme","user_id":"u-4711",
        "event_type":"purchase","page":"/pri\u0063ing\/\"é😀\"","amount_cents":129900,"session_id":"s-0b52c4ee","country":"DE",
        "context":{"device":"phone","app_version":"4.18.2","browser":null}}
        """);

    private static readonly string[] Snippets =
        ["\"", "\\", "\\u", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-", "1e999", "0", ".", "\0", "\n", "\u00e9", "\"event_id\":1,", "99999999999999999999"];

    // What the reference reads without complaint, beside unpaired surrogates.
    private static readonly string[] OurOwn = ["occurs twice", "UTF-8"];

    [Fact]
    public void Parse_MutatedRecords_AreEachAccountedFor() => Fuzz(10_000);

    [Fact]
    [Trait("Category", "Slow")]
    public void Parse_AMillionMutatedRecords_AreEachAccountedFor() => Fuzz(1_000_000);

    private static void Fuzz(int records)
    {
        EventSchema schema = EventSchema.FromFile(Path.Combine(PipelineLocator.Find("saas", AppContext.BaseDirectory), "schemas", "event.v1.json"));
        EventParser parser = EventParser.Compile(schema, schema.Columns, "event_id", "event_time");
        parser.UsesFullValidator.ShouldBeFalse();
        using var batch = new ColumnBatch(schema.Columns);
        parser.Parse(Record, batch).Detail.ShouldBeNull();
        var outcomes = new Dictionary<DeadLetterReason, int>();
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                byte[] mutated = Mutate(random);
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

    private static byte[] Mutate(Random random)
    {
        List<byte> bytes = [.. Record];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.Slice(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                default:
                    bytes[at] = (byte)"0123456789abc"[random.Next(13)];
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add((byte)' ');
            }
        }

        return [.. bytes];
    }
}
