using System.Globalization;
using System.Text;
using Analytics.Contracts.Commits;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class DedupPressureTests
{
    private const int Events = 80_000;
    private const long Delay = 10_000_000;

    [Fact]
    public async Task Ingest_OnePartitionFarAhead_WaitsForTheOtherAndStaysExact()
    {
        // Each event of the second partition repeats one of the first, which the source gives first: only a complete index knows them all.
        var log = new List<List<MemoryRecord>> { Log(), Log() };
        using var harness = new IngestHarness { BatchRecords = 4_000, DedupBytes = 1_200_000 };
        long largest = 0;
        var health = new List<HealthStatus>();
        var check = new EngineHealthCheck(harness.Status);

        await harness.RunToEndAsync(log, () => 1000, name =>
        {
            largest = Math.Max(largest, harness.Status.Progress.DedupBytes);
            if (name == Fault.BeforeWrite && harness.Status.Progress.IsDedupLimited)
            {
                health.Add(check.CheckHealthAsync(new HealthCheckContext()).GetAwaiter().GetResult().Status);
            }
        });

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 2 * Events, Accepted: Events, Duplicate: Events, Late: 0, DeadLettered: 0));
        health.ShouldNotBeEmpty();
        health.ShouldAllBe(status => status == HealthStatus.Degraded);
        // All of the first partition would take 3 MB.
        largest.ShouldBeLessThan(Events * 27L);
    }

    [Fact]
    public void Update_WatermarkHasPassedTheIds_GivesTheirMemoryBack()
    {
        using var index = new DedupIndex(Delay);
        for (var i = 0; i < 100_000; i++)
        {
            index.TryAdd((UInt128)(i * 7919L), i).ShouldBeTrue();
        }

        var pressure = new DedupPressure(limit: 1_200_000, Delay);
        pressure.Update(index, State(watermark: 0, 100_000)).ShouldBeTrue();
        pressure.IsOver.ShouldBeTrue();

        index.Advance(2 * Delay);
        pressure.Update(index, State(watermark: 2 * Delay, 3 * Delay)).ShouldBeTrue();
        pressure.IsOver.ShouldBeFalse();
        index.Bytes.ShouldBeLessThan(1_200_000);
        index.Count.ShouldBe(0);
    }

    [Fact]
    public void Update_PartitionsApart_ReadsThoseThatHoldTheWatermarkUntilTheyHaveCaughtUp()
    {
        using var index = new DedupIndex(Delay);
        for (var i = 0; i < 100_000; i++)
        {
            index.TryAdd((UInt128)(i * 7919L), 100 * Delay);
        }

        var pressure = new DedupPressure(limit: 1_200_000, Delay);
        pressure.Update(index, State(watermark: 0, 20 * Delay, Delay, 2 * Delay));
        pressure.Reading.ShouldBe([false, true, true]);
        var chosen = pressure.Reading;

        pressure.Update(index, State(watermark: 0, 20 * Delay, 12 * Delay, 15 * Delay));
        pressure.Reading.ShouldBeSameAs(chosen);

        pressure.Update(index, State(watermark: 0, 20 * Delay, 30 * Delay, 30 * Delay));
        pressure.Reading.ShouldBe([true, false, false]);

        pressure.Update(index, State(watermark: 0, 29 * Delay + 1, 30 * Delay, 30 * Delay));
        pressure.Reading.ShouldBeNull();
        pressure.IsOver.ShouldBeTrue();
    }

    private static IngestState State(long watermark, params long[] times) => new()
    {
        Watermark = watermark,
        Partitions = [.. times.Select((time, partition) => new PartitionState { Partition = partition, NextOffset = 0, MaxEventTime = time })],
    };

    private static List<MemoryRecord> Log() =>
    [
        .. Enumerable.Range(0, Events).Select(i =>
        {
            var time = GeneratedEvent.Epoch + (i * 10_000L);
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"id":"event-{{i}}","at":"{{GeneratedEvent.Iso(time)}}","kind":"a","amount":1}""");
            return new MemoryRecord(time + 1000, Encoding.UTF8.GetBytes(json));
        }),
    ];
}
