using System.Text;
using System.Text.Json.Nodes;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;
using Analytics.Contracts.Sql.Spark;
using Analytics.Contracts.Wire;
using Analytics.Tests.Contracts.Parsing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Sql.Spark;

[Collection(SparkCollection.Name)]
[Trait("Category", "Spark")]
public sealed class SparkContractSqlTests(SparkSession spark)
{
    // One column of each type, and one property that only lies there.
    private const string AllTypes = """
        {"type":"object","required":["t"],"properties":{"t":{"type":"string","format":"date-time"},"i":{"type":["integer","null"],"minimum":-5,"exclusiveMaximum":9000000000000000000},
        "r":{"type":"number","maximum":1},"w":{"type":"number"},"n":{"type":"integer"},"b":{"type":"boolean"},"s":{"type":"string","minLength":1,"maxLength":3},"j":{"type":["object","array"]},"m":{}}}
        """;

    [Fact]
    public async Task Create_MutatedRecords_HaveTheReasonsOfTheEmbeddedParser()
    {
        SparkSession.SkipWithout();
        string text = await File.ReadAllTextAsync(SchemaFile(), TestContext.Current.CancellationToken);
        var random = new Random(20261126);

        var outcomes = await ContractComparison.VerifyAsync(
            spark, text, "event_id", "event_time", [RecordMutations.Record, .. Enumerable.Range(0, 4000).Select(_ => RecordMutations.Next(random))]);

        outcomes.Keys.Order().ShouldBe([DeadLetterReason.None, DeadLetterReason.MalformedJson, DeadLetterReason.SchemaViolation]);
        outcomes.Values.Min().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Create_TextsThatJsonReadersDifferOn_AreTakenAsTheEmbeddedParserTakesThem()
    {
        SparkSession.SkipWithout();
        string[] values =
        [
            "1.0", "1e2", "-0", "-0.0", "100e-2", "1.50e1", "15e-1", "0e999", "0.0e-5", "1E+3", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
            "9.223372036854775807e18", "1e18", "1e19", "1e400", "1e-400", "123456789012345678901234567890", "0.10000000000000000001", "1.000000000000000001", "1e99999999999999999999",
            "01", "-01", "1.", ".5", "+1", "1e", "-", "NaN", "Infinity", "0x10", "1_0", "1d", "true", "false", "null", "nul", "True", "'a'", "\"\"", "\"abc\"", "\"abcd\"", "\"😀😀😀\"",
            "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83dx\"", "\"\\u12\"", "\"\\x\"", "\"a\\/b\"", "\"\\\\\\\"\"", "\"\t\"", "\"\\t\"", "\"\u007f\"", "\"unclosed", "[]", "[ 1 , 2.50 ,{ } ]",
            "[1,]", "[,1]", "[1 2]", "{}", "{\"a\" : [ true , null ] , \"a\":\"\\u00e9\"}", "{\"a\"}", "{\"a\":}", "{,}", "{1:2}", "[{]}", "\"a\",\"z\":\"]}{[\"", "{\"t\":1}", "\"a\",\"\\u0073\":\"b\"",
            "\"a\",\"m\":1,\"m\":2", "\"a\",\"u\":1,\"u\":2", "\"a\"}{", "\"a\"} x", "1 /* c */", "// c", Nested(61), Nested(62), Nested(63), Nested(64), Nested(200),
            "\"2026-01-31T12:00:00Z\"", "\"" + new string('a', 70_000) + "\"", "\"" + string.Concat(Enumerable.Repeat("\\n", 30_000)) + "\"", new string('[', 40_000),
        ];
        string[] times =
        [
            "2026-01-31T23:59:59.123456789+01:00", "2026-01-31t12:00:00z", "2016-12-31T23:59:60Z", "2016-12-31T23:59:60.999Z", "2016-12-31T22:59:60Z", "2017-01-01T00:59:60+01:00", "2026-02-30T12:00:00Z",
            "2024-02-29T12:00:00Z", "2026-01-31 12:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:00:00", "2026-01-31T12:00:00.Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
            "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-00:01", "1969-12-31T23:59:59.5Z", "2026-01-31T12:00:00+23:59", "2026-01-31T12:00:00+24:00", "2026-01-31T12:00:00,5Z",
            "2026-1-31T12:00:00Z", "２０２６-01-31T12:00:00Z", "2026-01-31T12:00:00-00:00", "1582-10-10T00:00:00Z", "1900-01-01T00:00:00.000001Z", "2026-01-31T12:00:00Z\\n", "\\u0032026-01-31T12:00:00Z",
        ];
        const string Time = "\"t\":\"2026-01-31T12:00:00Z\"";
        byte[][] records =
        [
            .. from property in new[] { "i", "r", "w", "n", "b", "s", "j", "m", "u", "\\u0069" } from value in values select Utf8($"{{{Time},\"{property}\":{value}}}"),
            .. times.Select(time => Utf8($"{{\"t\":\"{time}\"}}")),
            .. new[]
            {
                "", " ", "1", "[]", "null", "\"x\"", "{}", $" \r\n\t{{{Time}}}\n", $"\uFEFF{{{Time}}}", $"{{{Time}}}\0", $"\0{{{Time}}}", $"{{{Time},}}", $"{{{Time} {Time}}}", $"{{{Time},{Time}}}", "{\"t\":null}", $"{{{Time},\"i\":\"x\",\"i\":1}}",
                $"{{{Time},\"i\":1,\"i\":\"x\"}}", $"{{ \"u\" : {{\"t\":2}}, {Time} }}", $"{{{Time},\"T\":1}}", $"{{{Time},\"\":1}}", $"{{{Time}}}}}", $"[{{{Time}}}]", $"{{{Time}\u00a0}}", $"{{{Time}\f}}",
            }.Select(Utf8),
            [0xFF], [.. Utf8($"{{{Time},\"s\":\""), 0xC3, .. Utf8("\"}")], [.. Utf8($"{{{Time},\"s\":\""), 0xED, 0xA0, 0x80, .. Utf8("\"}")], [.. Utf8($"{{{Time},\"s\":\""), 0xC0, 0x80, .. Utf8("\"}")],
        ];

        var outcomes = await ContractComparison.VerifyAsync(spark, AllTypes, null, "t", records);

        outcomes.Values.Min().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Create_RandomSchemas_AreCheckedAsTheEmbeddedParserDoes_OrRefusedByName()
    {
        SparkSession.SkipWithout();
        int checkedSchemas = 0;
        for (int seed = 0; checkedSchemas < 12; seed++)
        {
            var random = new RandomSchema(new Random(seed));
            JsonObject definition = random.Record();
            definition["properties"]!["t"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" };
            definition["required"] = new JsonArray("t");
            string text = definition.ToJsonString();
            byte[][] records = [.. Enumerable.Range(0, 60).Select(_ => Utf8(Regex(random.Instance(definition))))];
            try
            {
                await ContractComparison.VerifyAsync(spark, text, null, "t", records);
                checkedSchemas++;
            }
            catch (PipelineException refused)
            {
                refused.Message.ShouldContain("can't be checked by the Spark engine");
            }
        }

        static string Regex(string record) => record.StartsWith('{') ? $"{{\"t\":\"2026-01-31T12:00:00Z\"{(record.Length > 2 ? "," : "")}{record[1..]}" : record;
    }

    [Fact]
    public async Task Create_WhatNeedsNoSchema_IsToldApart()
    {
        SparkSession.SkipWithout();
        const string Old = """{"type":"object","required":["t"],"properties":{"t":{"type":"string","format":"date-time"},"a":{"type":"string"}}}""";
        const string New = """{"type":"object","required":["t"],"properties":{"t":{"type":"string","format":"date-time"},"a":{"type":"string"},"b":{"type":"integer"}}}""";
        const string Other = """{"type":"object","required":["t"],"properties":{"t":{"type":"string","format":"date-time"},"a":{"type":"integer"}}}""";
        const string Without = """{"type":"object","properties":{"t":{"type":"string","format":"date-time"}}}""";
        var source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t", MaxFutureSkew = TimeSpan.FromMinutes(5) };
        SparkContract contract = SparkContractSql.Create(
            source, EventSchema.Parse(Old, "old").Columns, new Dictionary<int, string> { [1] = Old, [258] = New, [3] = Other, [4] = Without }, maxValueBytes: 200);
        byte[] fitting = Utf8("""{"t":"2026-01-31T12:05:00Z","a":"x","b":7}""");
        (byte[]? Value, string? Reason)[] records =
        [
            (null, "malformed_json"), ([], "bad_magic"), ([0, 0, 0, 1], "bad_magic"), ([1, 0, 0, 0, 1, .. fitting], "bad_magic"), (ConfluentWireFormat.Write(1, fitting), null), (ConfluentWireFormat.Write(258, fitting), null),
            (ConfluentWireFormat.Write(2, fitting), "unknown_schema"), (ConfluentWireFormat.Write(-1, fitting), "unknown_schema"), (ConfluentWireFormat.Write(3, fitting), "incompatible_schema"),
            (ConfluentWireFormat.Write(4, fitting), "incompatible_schema"), (ConfluentWireFormat.Write(1, []), "malformed_json"), (new byte[201], "oversized"),
            (ConfluentWireFormat.Write(1, Utf8("""{"t":"2026-01-31T12:05:00.000001Z"}""")), "future_event_time"), (ConfluentWireFormat.Write(1, Utf8("""{"t":"2026-01-31T12:05:00.000001Z","a":1}""")), "schema_violation"),
        ];
        await ContractComparison.LoadAsync(spark, records.Select(record => record.Value), (DateTime.Parse("2026-01-31T12:00:00Z", null, System.Globalization.DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks / 10);

        Dictionary<long, JsonObject> rows = await ContractComparison.RunAsync(spark, contract);

        Enumerable.Range(0, records.Length).Select(index => (string?)rows[index]["_reason"]).ShouldBe(records.Select(record => record.Reason));
        rows.Values.ShouldAllBe(row => (int)row["_partition"]! == 3 && (row["_reason"] == null) == (row["_detail"] == null));
        contract.Columns.Select(column => (column.Name, column.Type)).ShouldBe([("t", ColumnType.Timestamp), ("a", ColumnType.String), ("b", ColumnType.Int64)]);
        // An undeclared property has no column in the version that lacks it.
        rows[4]["b"].ShouldBeNull();
        ((long)rows[5]["b"]!).ShouldBe(7);
    }

    [Fact]
    public async Task Create_WithEnds_RefusesAnUnknownId_OfARecordFromBeforeThem_AndFailsAtALaterOne()
    {
        SparkSession.SkipWithout();
        const string Schema = """{"type":"object","required":["t"],"properties":{"t":{"type":"string","format":"date-time"}}}""";
        var source = new SourceDefinition { Topic = "events", Subject = "events-value", SchemaFiles = [], Time = "t" };
        byte[] value = Utf8("""{"t":"2026-01-31T12:05:00Z"}""");
        await ContractComparison.LoadAsync(spark, [ConfluentWireFormat.Write(1, value), ConfluentWireFormat.Write(42, value)], 0);

        SparkContract Upto(int partition, long end, params int[] absent) => SparkContractSql.Create(
            source, EventSchema.Parse(Schema, "s").Columns, new Dictionary<int, string> { [1] = Schema }, ends: new Dictionary<int, long> { [partition] = end }, absent: absent);

        foreach (var contract in (SparkContract[])[Upto(partition: 3, end: 2), Upto(partition: 3, end: 0, 7, 42)])
        {
            var rows = await ContractComparison.RunAsync(spark, contract);
            ((string?)rows[0]["_reason"], (string?)rows[1]["_reason"]).ShouldBe((null, "unknown_schema"));
        }

        foreach (var contract in (SparkContract[])[Upto(partition: 3, end: 1), Upto(partition: 2, end: 9), Upto(partition: 3, end: 1, 7)])
        {
            var failure = await Should.ThrowAsync<InvalidOperationException>(() => ContractComparison.RunAsync(spark, contract));
            SparkContractSql.TryReadOutdated(failure.Message, out var id).ShouldBeTrue(failure.Message);
            id.ShouldBe(42);
        }
    }

    private static string SchemaFile() => Path.Combine(PipelineLocator.Find("saas", AppContext.BaseDirectory), "schemas", "event.v1.json");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
