using System.Text;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Schemas;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Parsing;

/// <summary>White space before a value keeps it off the short road: both roads must give one outcome, wherever in the record the value stands.</summary>
public sealed class EventParserRoadsTests
{
    private const string Schema = """
        {
          "type": "object", "additionalProperties": false,
          "properties": {
            "pad": { "type": "string" },
            "text": { "type": ["string", "null"] },
            "kind": { "enum": ["a", "bé", null] },
            "named": { "type": "string", "enum": ["a", "bé"] },
            "short": { "type": "string", "minLength": 2, "maxLength": 5 },
            "code": { "type": "string", "pattern": "^[A-Z]{2}$" },
            "uid": { "type": "string", "format": "uuid" },
            "time": { "type": "string", "format": "date-time" },
            "utc": { "type": ["string", "null"], "format": "date-time", "pattern": "Z$" },
            "n": { "type": "integer" },
            "bounded": { "type": ["integer", "null"], "minimum": 3, "exclusiveMaximum": 100 },
            "two": { "enum": [1, 2] },
            "x": { "type": "number" },
            "range": { "type": ["number", "null"], "exclusiveMinimum": 0.5, "maximum": 100 },
            "flag": { "type": "boolean" },
            "any": { "type": "object" }
          }
        }
        """;

    private static readonly string[] Values =
    [
        "null", "nul", "true", "{}", "{\"a\":[1,\"}\"]}", "[]", "\"\"", "\"a\"", "\"bé\"", "\"AB\"", "\"AB", "\"a\\u0062\"", "\"a\\\"b\"", "\"\\\\\"", "\"\\x\"", "\"\\ud800\"", "\"a\nb\"",
        "\"\u0001\"", "\"é😀\"", "\"ééééé\"", "\"éééééé\"", "\"0b7e3c1e-52a4-4ef7-9d2e-6a1f6f0f7f11\"", "\"0b7e3c1e-52a4-4ef7-9d2e-6a1f6f0f7f1g\"", "\"2026-01-31T12:34:56.789Z\"",
        "\"2026-01-31t12:34:56+01:00\"", "\"2026-02-30T12:34:56Z\"", "0", "1", "2", "3", "99", "100", "101", "-1", "-0", "0.5", "0.50", "0.51", "100.0", "100.00001", "1.0", "3.0", "1.", "01", "1e1",
        "1.5E1", "12345678", "9223372036854775807", "9223372036854775808", "1e999", "0.1234567", "0.12345678", "1-", "1.5.5", "5x",
        $"\"{new string('l', 63)}\"", $"\"{new string('l', 64)}\"", $"\"{new string('l', 65)}\"", $"\"{new string('é', 200)}\"", $"\"{new string('l', 70)}\\n\"",
    ];

    public static TheoryData<string> Properties =>
        new(["text", "kind", "named", "short", "code", "uid", "time", "utc", "n", "bounded", "two", "x", "range", "flag", "any", "unknown"]);

    [Theory]
    [MemberData(nameof(Properties))]
    public void Parse_WithAndWithoutSpace_GivesOneOutcome(string property)
    {
        EventSchema schema = EventSchema.Parse(Schema, "test.json");
        EventParser parser = EventParser.Compile(schema, schema.Columns, null, null);
        foreach (string value in Values)
        {
            for (int pad = 0; pad < 66; pad++)
            {
                foreach (string rest in new[] { "", ",\"pad\":\"again\"", $",\"flag\":false{new string(' ', 64)}" })
                {
                    string start = $"{{\"pad\":\"{new string('p', pad)}\",\"{property}\":";
                    string plain = Outcome(parser, $"{start}{value}{rest}}}");
                    plain.ShouldBe(Outcome(parser, $"{start} {value}{rest}}}"), $"{property} {value} {pad} {rest}");
                }
            }
        }
    }

    [Fact]
    public void Parse_AtEitherEndOfItsMemory_ReadsNothingBeyond()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guarded pages are a matter of Linux here.");
        EventSchema schema = EventSchema.Parse(Schema, "test.json");
        EventParser parser = EventParser.Compile(schema, schema.Columns, null, null);
        using var memory = new GuardedMemory(pages: 1);
        byte[] whole = Encoding.UTF8.GetBytes("""
            {"text":"a","kind":"bé","short":"abc","code":"DE","uid":"0b7e3c1e-52a4-4ef7-9d2e-6a1f6f0f7f11","time":"2026-01-31T12:34:56.789Z","n":7,"range":1.25,"any":{"a":"b\\n"},"x":12}
            """);
        for (int start = 0; start < whole.Length; start++)
        {
            // What is left of the front, and what is left of the back behind a brace of its own.
            byte[][] records = [whole[..start], whole[..(start + 1)], [(byte)'{', .. whole[start..]]];
            foreach (byte[] record in records)
            {
                byte[] followed = [.. record, .. "\"1.5e}\",0123456789\\"u8, .. Enumerable.Repeat((byte)0xFF, 64)];
                string outcome = Outcome(parser, followed.AsSpan(0, record.Length));
                Outcome(parser, memory.AtEnd(record)).ShouldBe(outcome, Encoding.UTF8.GetString(record));
                Outcome(parser, memory.AtStart(record)).ShouldBe(outcome, Encoding.UTF8.GetString(record));
            }
        }
    }

    [Fact]
    public void Parse_NewBatch_FillsItAndLeavesTheOther()
    {
        EventSchema schema = EventSchema.Parse(Schema, "test.json");
        EventParser parser = EventParser.Compile(schema, schema.Columns, null, null);
        using var first = new ColumnBatch(schema.Columns);
        using var second = new ColumnBatch(schema.Columns);
        foreach (ColumnBatch batch in new[] { first, second, second, first, second })
        {
            parser.Parse("""{"pad":"p","text":"a","n":7,"x":1.5}"""u8, batch).IsValid.ShouldBeTrue();
        }

        (first.RowCount, second.RowCount).ShouldBe((2, 3));
        ((StringColumn)second[second.IndexOf("text")]).GetString(2).ShouldBe("a");
    }

    private static string Outcome(EventParser parser, string json) => Outcome(parser, Encoding.UTF8.GetBytes(json));

    /// <summary>Reason, detail without its place, and the row.</summary>
    private static string Outcome(EventParser parser, ReadOnlySpan<byte> json)
    {
        using var batch = new ColumnBatch(parser.Columns);
        ParseResult result = parser.Parse(json, batch);
        if (!result.IsValid)
        {
            batch.RowCount.ShouldBe(0);
            return $"{result.Reason} {result.Detail!.Split(" at byte ")[0]}";
        }

        var row = new StringBuilder();
        foreach (ColumnBuffer column in batch.Columns)
        {
            column.Count.ShouldBe(1);
            row.Append(column.IsNull(0) ? "null" : column switch
            {
                StringColumn text => text.GetString(0),
                ValueColumn<long> integer => $"{integer.Values[0]}",
                ValueColumn<double> real => $"{BitConverter.DoubleToInt64Bits(real.Values[0])}",
                ValueColumn<bool> flag => $"{flag.Values[0]}",
                _ => throw new InvalidOperationException(column.Definition.Name),
            }).Append('|');
        }

        return row.ToString();
    }
}
