using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Maintenance;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Publishing;

namespace Analytics.Streaming.Maintenance;

/// <summary>The tables that this service owns.</summary>
internal static class StreamingTables
{
    public static IEnumerable<MaintainedTable> Of(PipelineDefinition pipeline, LakeLayout lake) =>
    [
        Events(pipeline, lake),
        .. pipeline.Tables.Select(table => Staged(lake, table.Name) with { Expiry = () => _ => true }),
        Side(lake, BatchCommitter.DeadLetters),
        Side(lake, BatchCommitter.Late),
    ];

    /// <summary>
    /// Publication follows the log beside Quality. Its rows are in gold or in quarantine once they are settled, but a restart still needs the ids that
    /// could come again.
    /// </summary>
    private static MaintainedTable Events(PipelineDefinition pipeline, LakeLayout lake)
    {
        var watermark = new CommitMark<long>(
            lake.Staging(LakeLayout.Events), IngestCommit.Key, value => value.Deserialize(CommitJson.Default.IngestCommit)!.Watermark ?? long.MinValue);
        CommitMark<long>[] published = [.. new[] { BatchCommitter.DeadLetters, BatchCommitter.Late }.Select(table => Published(lake, table))];
        return Staged(lake, LakeLayout.Events) with
        {
            NeededVersion = () => published.Min(mark => mark.Read() ?? -1) + 1,
            Expiry = () => Forgotten(pipeline.Source, watermark.Read() ?? long.MinValue),
            Generation = Generation(pipeline.Source),
        };
    }

    /// <summary>Whether a file has only ids that are forgotten: ingest never asks for them again (<see cref="DedupIndex"/>).</summary>
    private static Func<DataFile, bool> Forgotten(SourceDefinition source, long watermark)
    {
        if (source.Id is null)
        {
            return _ => true;
        }

        var delay = source.Watermark.Ticks / TimeSpan.TicksPerMicrosecond;
        return file => file.Statistics.TryGetValue(source.Time, out var statistics) && statistics.Max is long last && !DedupIndex.Remembers(watermark, delay, last);
    }

    /// <summary>Files whose newest events are at most half the delay apart: merging keeps a row that much longer at the most.</summary>
    private static Func<DataFile, long> Generation(SourceDefinition source)
    {
        var span = Math.Max(1, source.Watermark.Ticks / TimeSpan.TicksPerMicrosecond / 2);
        return file => file.Statistics.TryGetValue(source.Time, out var statistics) && statistics.Max is long last ? last / span : 0;
    }

    /// <summary>Quality reads the files of each staged commit: until it has, they stay.</summary>
    private static MaintainedTable Staged(LakeLayout lake, string table)
    {
        var settled = new CommitMark<long>(lake.Gold(table), AuditCommit.Key, value => value.Deserialize(CommitJson.Default.AuditCommit)!.StagingVersion);
        return new MaintainedTable($"staging/{table}", lake.Staging(table)) { ConsumedVersion = () => settled.Read() ?? -1, HasOrphans = true };
    }

    /// <summary>The staging version up to which side records are published.</summary>
    private static CommitMark<long> Published(LakeLayout lake, string table) =>
        new(lake.Ops(table), SidePublisher.Key, value => value.GetProperty(SidePublisher.StagingVersion).GetInt64());

    /// <summary>Side files lie in the folder from their batch's commit on, and are published later: none of them is an orphan.</summary>
    private static MaintainedTable Side(LakeLayout lake, string table) => new($"ops/{table}", lake.Ops(table));
}
