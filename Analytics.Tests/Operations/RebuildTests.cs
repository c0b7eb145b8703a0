using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Windows;
using Analytics.Tests.Streaming;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Operations;

public sealed class RebuildTests
{
    private static readonly string[] Tables = ["per_minute", "sliding", "visits"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rebuild_ARangeFromTheSameGold_StagesItsWindowsAgainAndNoOthers(bool running)
    {
        using var ingest = new IngestHarness { BatchRecords = 120 };
        var windows = new WindowHarness(ingest);
        await ingest.RunToEndAsync(GeneratedEvent.Records(GeneratedEvent.Log(seed: 41, perPartition: 300)), () => 120);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version);
        }

        await windows.RunAsync(() => Tables.All(table => windows.Newest(table) is { EndOfInput: true }), TestContext.Current.CancellationToken);
        var before = Tables.ToDictionary(table => table, windows.Settled);
        var commits = Tables.ToDictionary(table => table, windows.Commits);
        var from = GeneratedEvent.Epoch + 360_000_000;
        foreach (var table in Tables)
        {
            var request = new RebuildRequest(table, from, from + 60_000_000);
            windows.Rebuilds.Post(request);
            if (running)
            {
                await windows.RunAsync(() => request.Completion.IsCompleted, TestContext.Current.CancellationToken);
            }
            else
            {
                RunOnce(ingest, windows);
            }

            (await request.Completion).ShouldBe(commits[table], table);
            windows.Commits(table).ShouldBe(commits[table] + 1, table);
            var range = windows.Newest(table)!.Ranges.ShouldHaveSingleItem();
            range.From.ShouldBeInRange(from - 180_000_000, from, table);
            range.To.ShouldBeInRange(from + 1, from + 180_000_000, table);
            windows.Settled(table).ShouldBe(before[table], table);
            before[table].Count.ShouldBeGreaterThan(3);

            // Quality takes it for a batch of its own, after all others.
            var staging = new DeltaTable(ingest.Settings.Lake.Staging(table));
            var batches = Enumerable.Range(0, (int)commits[table] + 1).Select(version => Analytics.Quality.Staging.StagedBatch.Read(staging.ReadCommit(version)!)!.Number).ToArray();
            batches.ShouldBe(batches.Order().Distinct());
        }
    }

    [Fact]
    public async Task Rebuild_WhatIsNotClosedOrNotThere_IsAnsweredAndStagesNothing()
    {
        using var ingest = new IngestHarness { BatchRecords = 120 };
        var windows = new WindowHarness(ingest);
        await ingest.RunToEndAsync(GeneratedEvent.Records(GeneratedEvent.Log(seed: 42, perPartition: 100)), () => 120);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version);
        }

        await windows.RunAsync(() => Tables.All(table => windows.Newest(table) is { EndOfInput: true }), TestContext.Current.CancellationToken);
        var commits = windows.Commits("per_minute");
        var future = new RebuildRequest("per_minute", GeneratedEvent.Epoch + 86_400_000_000, GeneratedEvent.Epoch + 2 * 86_400_000_000);
        var unknown = new RebuildRequest("nowhere", 0, 1);
        windows.Rebuilds.Post(future);
        windows.Rebuilds.Post(unknown);

        RunOnce(ingest, windows);

        (await future.Completion).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => unknown.Completion);
        windows.Commits("per_minute").ShouldBe(commits);
    }

    private static void RunOnce(IngestHarness ingest, WindowHarness windows)
    {
        using var database = new WindowDatabase(Path.Combine(ingest.Root, "tmp"), memoryMegabytes: 256, threads: 1);
        new WindowWorker(ingest.Settings, database, ingest.Status, ingest.Metrics, new FaultPoints(null), NullLogger<WindowWorker>.Instance, TimeProvider.System, windows.Rebuilds)
            .RunOnce(TestContext.Current.CancellationToken);
    }
}
