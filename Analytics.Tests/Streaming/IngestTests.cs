using Analytics.Contracts.Commits;
using Analytics.Streaming.Telemetry;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class IngestTests
{
    [Fact]
    public async Task Ingest_ValueOfTenMegabytes_IsAccepted()
    {
        using var harness = new IngestHarness();

        await harness.RunToEndAsync([[Large(10 << 20), Large(100)], [], []], () => 10);

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 2, Accepted: 2, Duplicate: 0, Late: 0, DeadLettered: 0));
    }

    [Fact]
    public async Task Ingest_ValueBeyondTheLimit_IsADeadLetterWithItsBytes()
    {
        using var harness = new IngestHarness { MaxValueBytes = 1 << 20 };

        await harness.RunToEndAsync([[Large(10 << 20), Large(100)], [], []], () => 10);

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 2, Accepted: 1, Duplicate: 0, Late: 0, DeadLettered: 1));
        harness.Side().ShouldBe(["oversized 0/0"]);
        var file = Path.Combine(harness.Settings.Lake.Root, harness.Commits().SelectMany(commit => commit.DeadLetterFiles).Single());
        IngestHarness.Query($"SELECT octet_length(value) FROM read_parquet('{file}')").ShouldBe([Large(10 << 20).Value!.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
    }

    private static MemoryRecord Large(int length)
    {
        var json = $$"""{"id":"{{length}}","at":"{{GeneratedEvent.Iso(GeneratedEvent.Epoch)}}","kind":"{{new string('k', length)}}"}""";
        return new MemoryRecord(GeneratedEvent.Epoch, System.Text.Encoding.UTF8.GetBytes(json));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Ingest_EventBothLateAndADuplicate_IsCountedAsLate_WhereItsPartitionHasMovedOn(int cut)
    {
        using var harness = new IngestHarness { BatchRecords = cut };
        var first = new GeneratedEvent("a", GeneratedEvent.Epoch, "k", 1, IsPoison: false);
        var later = first with { Id = "b", Time = first.Time + 20_000_000 };

        await harness.RunToEndAsync(GeneratedEvent.Records([[first, later, first], [first], []]), () => cut);

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 4, Accepted: 2, Duplicate: 1, Late: 1, DeadLettered: 0));
        harness.LastCommit()!.Partitions[0].Totals.ShouldBe(new EventCounts(Consumed: 3, Accepted: 2, Duplicate: 0, Late: 1, DeadLettered: 0));
        harness.Side().ShouldBe(["late 0/2"]);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 50)]
    [InlineData(3, 10_000)]
    public async Task Ingest_AnyCutOfBatches_GivesTheOutcomesOfTheModel(int seed, int largestCut)
    {
        using var harness = new IngestHarness { BatchRecords = largestCut };
        var log = GeneratedEvent.Log(seed, largestCut < 10 ? 60 : 400);
        var random = new Random(seed);

        await harness.RunToEndAsync(GeneratedEvent.Records(log), () => random.Next(1, largestCut));

        ShouldMatch(harness, log);
    }

    [Theory]
    [InlineData(Fault.BeforeWrite)]
    [InlineData(Fault.AfterWrite)]
    [InlineData(Fault.AfterCommit)]
    public async Task Ingest_FailureAtEveryThirdBatch_LosesAndDoublesNothing(string point)
    {
        using var harness = new IngestHarness { BatchRecords = 40 };
        var log = GeneratedEvent.Log(seed: 11, perPartition: 150);
        var random = new Random(11);
        var reached = 0;

        var failures = await harness.RunToEndAsync(
            GeneratedEvent.Records(log),
            () => random.Next(5, 40),
            name =>
            {
                if (name == point && ++reached % 3 == 0)
                {
                    throw new IOException("injected");
                }
            });

        failures.ShouldBeGreaterThan(0);
        ShouldMatch(harness, log);
    }

    [Fact]
    public async Task Ingest_RestartAfterEveryBatch_RebuildsItsMemoryFromTheLog()
    {
        using var harness = new IngestHarness { BatchRecords = 30 };
        var log = GeneratedEvent.Log(seed: 5, perPartition: 60);
        var random = new Random(5);

        var failures = await harness.RunToEndAsync(
            GeneratedEvent.Records(log),
            () => random.Next(10, 30),
            name =>
            {
                if (name == Fault.AfterCommit)
                {
                    throw new InvalidOperationException("injected");
                }
            });

        failures.ShouldBeGreaterThan(2);
        ShouldMatch(harness, log);
    }

    [Fact]
    public async Task Ingest_EndOfInput_IsCommittedOnceAndNothingFollows()
    {
        using var harness = new IngestHarness();
        var log = GeneratedEvent.Log(seed: 8, perPartition: 20);

        await harness.RunToEndAsync(GeneratedEvent.Records(log), () => 1000);
        var before = harness.Events.Load()!.Version;
        await harness.RunToEndAsync(GeneratedEvent.Records(log), () => 1000);

        harness.Commits().Count(commit => commit.EndOfInput).ShouldBe(1);
        harness.Events.Load()!.Version.ShouldBe(before);
    }

    private static void ShouldMatch(IngestHarness harness, List<List<GeneratedEvent>> log)
    {
        var model = IngestModel.Of(log);
        harness.Accepted().ShouldBe(model.Accepted);
        harness.Side().ShouldBe(model.Side);

        var commits = harness.Commits();
        commits.Select(commit => commit.Batch).ShouldBe(Enumerable.Range(0, commits.Count).Select(batch => (long)batch));
        commits.ShouldAllBe(commit => commit.Totals.IsBalanced && commit.Partitions.All(partition => partition.Totals.IsBalanced));
        commits.Zip(commits.Skip(1)).ShouldAllBe(pair => pair.Second.Partitions.Zip(pair.First.Partitions).All(both => both.First.StartOffset == both.Second.NextOffset));
        var totals = commits[^1].Totals;
        totals.ShouldBe(new EventCounts(
            log.Sum(partition => partition.Count),
            model.Accepted.Count,
            model.Duplicates,
            model.Side.Count(side => side.StartsWith("late", StringComparison.Ordinal)),
            model.Side.Count(side => !side.StartsWith("late", StringComparison.Ordinal))));
    }
}
