using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Streaming.Spark;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

public sealed class SparkProgressTests
{
    [Fact]
    public void Parse_OfWhatSpark4Says_HasItsFigures()
    {
        var progress = SparkProgress.Parse(JsonElement.Parse("""
            {"id":"ee0885bc-6452-4fdc-a8e8-3cb6ac827b7d","runId":"201e2dca-af85-4489-ac12-8f2db0d5aba0","name":"saas-events","timestamp":"2026-11-26T04:58:51.885Z","batchId":2,"batchDuration":3873,
            "durationMs":{"triggerExecution":3873,"addBatch":3004},"eventTime":{"min":"2026-11-26T04:58:51.553Z","watermark":"2026-11-26T04:58:50.533Z"},
            "stateOperators":[{"operatorName":"dedupeWithinWatermark","numRowsTotal":350,"numRowsUpdated":250,"memoryUsedBytes":114288,"numRowsDroppedByWatermark":3,"customMetrics":{"numDroppedDuplicateRows":7,"rocksdbSstFileSize":2048}}],
            "sources":[{"description":"KafkaV2[Subscribe[events]]","numInputRows":250,"inputRowsPerSecond":49.84,"processedRowsPerSecond":64.5}],"sink":{"description":"FileSink"},"observedMetrics":{}}
            """));

        progress.ShouldBe(new SparkProgress
        {
            Run = "201e2dca-af85-4489-ac12-8f2db0d5aba0",
            Batch = 2,
            Duration = TimeSpan.FromMilliseconds(3873),
            InputRecords = 250,
            Rate = 64.5,
            Watermark = (new DateTimeOffset(2026, 11, 26, 4, 58, 50, 533, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / 10,
            State = new SparkState(350, 114_288, 2_048),
            DroppedDuplicates = 7,
            DroppedLate = 3,
        });
    }

    [Fact]
    public void Parse_OfAQueryWithoutState_BeforeItsFirstWatermark_HasNoneOfBoth()
    {
        var progress = SparkProgress.Parse(JsonElement.Parse("""{"runId":"r","batchId":0,"eventTime":{"watermark":"1970-01-01T00:00:00.000Z"},"stateOperators":[],"sources":[]}"""));

        progress.ShouldBe(new SparkProgress { Run = "r", Batch = 0 });
    }
}
