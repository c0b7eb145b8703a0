using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Schemas;
using CsCheck;
using Json.Schema;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

public sealed class EventParserPropertyTests
{
    private static readonly EvaluationOptions Options = new() { RequireFormatValidation = true };

    [Fact]
    public void Parse_RandomSchemaAndRecord_AgreesWithTheFullValidator() => Compare(schemas: 80);

    [Fact]
    [Trait("Category", "Long")]
    public void Parse_ManyRandomSchemasAndRecords_AgreesWithTheFullValidator() => Compare(schemas: 10_000);

    private static void Compare(int schemas)
    {
        int valid = 0;
        int invalid = 0;
        int fast = 0;
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomSchema(new Random(seed));
                JsonObject definition = random.Record();
                string text = definition.ToJsonString();
                JsonSchema reference = JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new(), Dialect = random.IsDraft7 ? Dialect.Draft07 : Dialect.Draft202012 });
                EventSchema schema = EventSchema.Parse(text, "random");
                EventParser parser = EventParser.Compile(schema, schema.Columns, null, null);
                fast += parser.UsesFullValidator ? 0 : 1;
                using var batch = new ColumnBatch(schema.Columns);
                for (int record = 0; record < 30; record++)
                {
                    string json = random.Instance(definition);
                    bool? expected = Verdict(reference, json);
                    int before = batch.RowCount;
                    ParseResult result = parser.Parse(Encoding.UTF8.GetBytes(json), batch);
                    batch.RowCount.ShouldBe(before + (result.IsValid ? 1 : 0));
                    batch.Columns.ToArray().ShouldAllBe(column => column.Count == batch.RowCount);
                    if (expected is null || (expected.Value && result.Detail?.Contains("does not fit 64 bits", StringComparison.Ordinal) == true))
                    {
                        // The reference gives up on the number, or a column has no room for it, which is a rule of ours.
                        result.IsValid.ShouldBe(false, $"seed {seed}\n{text}\n{json}");
                        continue;
                    }

                    result.IsValid.ShouldBe(expected.Value, $"seed {seed}\n{text}\n{json}\n{result.Detail}");
                    if (expected.Value)
                    {
                        VerifyRow(batch, json);
                        valid++;
                    }
                    else
                    {
                        result.Reason.ShouldBe(DeadLetterReason.SchemaViolation);
                        result.Detail.ShouldNotBeNullOrEmpty();
                        invalid++;
                    }
                }
            },
            iter: schemas,
            threads: 1);
        valid.ShouldBeGreaterThan(schemas);
        invalid.ShouldBeGreaterThan(schemas);
        fast.ShouldBeGreaterThan(schemas / 10);
    }

    private static bool? Verdict(JsonSchema reference, string json)
    {
        try
        {
            return reference.Evaluate(JsonDocument.Parse(json).RootElement, Options).IsValid;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static void VerifyRow(ColumnBatch batch, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        int row = batch.RowCount - 1;
        foreach (ColumnBuffer column in batch.Columns)
        {
            if (!document.RootElement.TryGetProperty(column.Definition.Name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                column.IsNull(row).ShouldBeTrue(json);
                continue;
            }

            column.IsNull(row).ShouldBeFalse(json);
            switch (column)
            {
                case StringColumn texts when column.Definition.Type == ColumnType.Json:
                    texts.GetString(row).ShouldBe(value.GetRawText());
                    break;
                case StringColumn texts:
                    texts.GetString(row).ShouldBe(value.GetString());
                    break;
                case Int64Column integers:
                    integers.Values[row].ShouldBe((long)decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture));
                    break;
                case DoubleColumn reals:
                    reals.Values[row].ShouldBe(value.GetDouble());
                    break;
                case BooleanColumn flags:
                    flags.Values[row].ShouldBe(value.GetBoolean());
                    break;
                case TimestampColumn times:
                    DateTime.UnixEpoch.AddMicroseconds(times.Values[row]).ShouldBe(value.GetDateTime());
                    break;
                default:
                    throw new InvalidOperationException($"Unexpected column {column.Definition}.");
            }
        }
    }
}
