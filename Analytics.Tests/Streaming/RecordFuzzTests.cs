using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Analytics.Contracts.Pipelines;
using Analytics.Tests.Contracts.Parsing;
using Json.Schema;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>Mutated records through all of ingest: each has exactly one outcome, and it is the one that System.Text.Json and JsonSchema.Net give.</summary>
public sealed partial class RecordFuzzTests
{
    private const int Partitions = 3;

    [Fact]
    public Task Ingest_MutatedRecords_HaveEachOneOutcome() => FuzzAsync(seed: Environment.TickCount, records: 3_000);

    [Fact]
    [Trait("Category", "Long")]
    public async Task Ingest_AMillionMutatedRecords_HaveEachOneOutcome()
    {
        for (int part = 0; part < 20; part++)
        {
            await FuzzAsync(Environment.TickCount + part, records: 50_000);
        }
    }

    private static async Task FuzzAsync(int seed, int records)
    {
        var random = new Random(seed);
        string schemaFile = Path.Combine(PipelineLocator.Find("saas", AppContext.BaseDirectory), "schemas", "event.v1.json");
        using var harness = new IngestHarness(root => PipelineLoader.Load(WritePipeline(root, schemaFile))) { BatchRecords = random.Next(records / 40, records) };
        List<List<MemoryRecord>> log = [.. Enumerable.Range(0, Partitions).Select(_ => Enumerable.Range(0, records / Partitions).Select(_ => Next(random)).ToList())];

        await harness.RunToEndAsync(log, () => random.Next(1, records));

        var outcomes = harness.Side().Select(side => side.Split(' ')).ToDictionary(side => side[1], side => side[0]);
        var accepted = harness.Accepted();
        accepted.Distinct().Count().ShouldBe(accepted.Count);
        accepted.ShouldAllBe(place => outcomes.TryAdd(place, "accepted"));
        var totals = harness.LastCommit()!.Totals;
        totals.IsBalanced.ShouldBeTrue();
        totals.Consumed.ShouldBe(log.Sum(partition => partition.Count));
        (outcomes.Count + totals.Duplicate).ShouldBe(totals.Consumed);

        JsonSchema schema = JsonSchema.FromText(await File.ReadAllTextAsync(schemaFile, TestContext.Current.CancellationToken), new BuildOptions { SchemaRegistry = new() });
        for (int partition = 0; partition < Partitions; partition++)
        {
            for (int offset = 0; offset < log[partition].Count; offset++)
            {
                byte[]? value = log[partition][offset].Value;
                string outcome = outcomes.GetValueOrDefault($"{partition}/{offset}", "duplicate");
                string? expected = Expected(schema, value);
                if (expected is not null)
                {
                    (outcome is "malformed_json" or "schema_violation" ? outcome : "valid").ShouldBe(
                        expected, $"seed {seed}, {partition}/{offset}: {outcome}: {Encoding.UTF8.GetString(value ?? [])}");
                }
            }
        }
    }

    private static MemoryRecord Next(Random random)
    {
        long time = (new DateTimeOffset(2026, 1, 31, 12, 35, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        byte[]? value = random.Next(200) switch { 0 => null, 1 => [], _ => RecordMutations.Next(random) };
        return new MemoryRecord(time, value);
    }

    /// <summary>malformed_json, schema_violation or valid; null where the reference has no say.</summary>
    private static string? Expected(JsonSchema schema, byte[]? value)
    {
        if (value is null || !Utf8.IsValid(value))
        {
            return "malformed_json";
        }

        // Escaped surrogates without their partner are refused by us, and only noticed by System.Text.Json when it is asked for the text.
        if (value.AsSpan().IndexOf("\\ud"u8) >= 0 || value.AsSpan().IndexOf("\\uD"u8) >= 0)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(value);
            return HasDuplicates(document.RootElement) ? null : Verdict(schema, document.RootElement) ? "valid" : "schema_violation";
        }
        catch (JsonException)
        {
            return "malformed_json";
        }
    }

    private static bool Verdict(JsonSchema schema, JsonElement root) =>
        schema.Evaluate(root).IsValid
        && UuidPattern().IsMatch(root.GetProperty("event_id").GetString()!)
        && DateTimePattern().IsMatch(root.GetProperty("event_time").GetString()!)
        && DateTimeOffset.TryParse(Fraction().Replace(root.GetProperty("event_time").GetString()!.ToUpperInvariant(), "$1"), CultureInfo.InvariantCulture, out _);

    private static bool HasDuplicates(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().GroupBy(member => member.Name).Any(group => group.Count() > 1)
            || element.EnumerateObject().Any(member => HasDuplicates(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HasDuplicates),
        _ => false,
    };

    private static string WritePipeline(string root, string schemaFile)
    {
        string folder = Path.Combine(root, "pipeline");
        Directory.CreateDirectory(Path.Combine(folder, "schemas"));
        File.Copy(schemaFile, Path.Combine(folder, "schemas", "event.v1.json"));
        File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), """
            name: fuzz
            source: { topic: events, partitions: 3, format: json, subject: events-value, id: event_id, time: event_time, watermark: 10 minutes }
            tables: []
            """);
        return folder;
    }

    /// <summary>Not by Guid: that takes a sign where RFC 9562 has a digit.</summary>
    [GeneratedRegex(@"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z")]
    private static partial Regex UuidPattern();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex DateTimePattern();

    [GeneratedRegex(@"(\.[0-9]{6})[0-9]*")]
    private static partial Regex Fraction();
}
