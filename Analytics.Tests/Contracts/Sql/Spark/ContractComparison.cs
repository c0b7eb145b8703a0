using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;
using Analytics.Contracts.Sql.Spark;
using Analytics.Contracts.Wire;
using Shouldly;

namespace Analytics.Tests.Contracts.Sql.Spark;

/// <summary>Records through the embedded parser and through Spark's SQL: each must have the same reason, and each valid one the same values.</summary>
internal static class ContractComparison
{
    private const int SchemaId = 42;

    /// <returns>Records by outcome, None for valid ones.</returns>
    public static async Task<Dictionary<DeadLetterReason, int>> VerifyAsync(SparkSession spark, string schemaText, string? id, string? time, IReadOnlyList<byte[]> records)
    {
        var schema = EventSchema.Parse(schemaText, "schema");
        EventParser parser = EventParser.Compile(schema, schema.Columns, id, time);
        var source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Id = id, Time = time! };
        SparkContract contract = SparkContractSql.Create(source, schema.Columns, new Dictionary<int, string> { [SchemaId] = schemaText });
        await LoadAsync(spark, records.Select(record => (byte[]?)ConfluentWireFormat.Write(SchemaId, record)), 0);
        Dictionary<long, JsonObject> rows = await RunAsync(spark, contract);
        rows.Count.ShouldBe(records.Count);

        using var batch = new ColumnBatch(schema.Columns);
        Dictionary<DeadLetterReason, int> outcomes = [];
        List<string> different = [];
        for (int index = 0; index < records.Count; index++)
        {
            ParseResult expected = parser.Parse(records[index], batch);
            outcomes[expected.Reason] = outcomes.GetValueOrDefault(expected.Reason) + 1;
            JsonObject row = rows[index];
            string shown = $"{Convert.ToHexString(records[index])}\n{System.Text.Encoding.UTF8.GetString(records[index])}\n{expected.Detail} | {row["_detail"]}";
            string? reason = expected.IsValid ? null : expected.Reason.WireName();
            if ((string?)row["_reason"] != reason)
            {
                different.Add($"{reason} became {row["_reason"]}: {shown}");
            }
            else if (expected.IsValid)
            {
                foreach (ColumnBuffer column in batch.Columns)
                {
                    Verify(column, batch.RowCount - 1, row[column.Definition.Name], shown);
                }
            }
        }

        different.ShouldBeEmpty();
        return outcomes;
    }

    /// <summary>Makes the view <c>raw</c> of these values, offsets from 0 on, in the shape of Spark's Kafka source.</summary>
    public static async Task LoadAsync(SparkSession spark, IEnumerable<byte[]?> values, long timestamp)
    {
        string file = spark.PathOf($"{Guid.NewGuid():N}.json");
        await File.WriteAllLinesAsync(file, values.Select((value, index) => JsonSerializer.Serialize(new { o = index, v = value is null ? null : Convert.ToBase64String(value) })));
        await spark.RunAsync(
            $"CREATE OR REPLACE TEMP VIEW raw AS SELECT CAST(NULL AS BINARY) AS key, unbase64(v) AS value, 'events' AS topic, 3 AS partition, o AS offset, timestamp_micros({timestamp}) AS timestamp, 0 AS timestampType,"
            + $" CAST(NULL AS ARRAY<STRUCT<key: STRING, value: BINARY>>) AS headers FROM json.`{file}`");
    }

    /// <summary>The answer by offset, times as microseconds.</summary>
    public static async Task<Dictionary<long, JsonObject>> RunAsync(SparkSession spark, SparkContract contract)
    {
        IEnumerable<string> columns = contract.Columns.Select(column => column.Type == ColumnType.Timestamp ? $"unix_micros(`{column.Name}`) AS `{column.Name}`" : $"`{column.Name}`");
        return (await spark.RunAsync($"SELECT _offset, _partition, _reason, _detail, {string.Join(", ", columns)} FROM ({contract.Sql})")).ToDictionary(row => (long)row["_offset"]!);
    }

    private static void Verify(ColumnBuffer column, int row, JsonNode? actual, string shown)
    {
        if (column.IsNull(row))
        {
            actual.ShouldBeNull(shown);
            return;
        }

        actual.ShouldNotBeNull($"{column.Definition.Name}: {shown}");
        switch (column)
        {
            case StringColumn texts:
                ((string)actual!).ShouldBe(texts.GetString(row), shown);
                break;
            case Int64Column integers:
                ((long)actual!).ShouldBe(integers.Values[row], shown);
                break;
            case DoubleColumn reals:
                ((double)actual!).ShouldBe(reals.Values[row], shown);
                break;
            case BooleanColumn flags:
                ((bool)actual!).ShouldBe(flags.Values[row], shown);
                break;
            case TimestampColumn times:
                ((long)actual!).ShouldBe(times.Values[row], shown);
                break;
            default:
                throw new InvalidOperationException($"Unexpected column {column.Definition}.");
        }
    }
}
