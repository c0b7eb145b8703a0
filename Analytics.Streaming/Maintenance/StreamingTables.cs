using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;
using Analytics.Lake.Maintenance;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.Maintenance;

/// <summary>The tables that this service owns.</summary>
internal static class StreamingTables
{
    public static IEnumerable<MaintainedTable> Of(PipelineDefinition pipeline, LakeLayout lake) =>
    [
        Staged(lake, LakeLayout.Events),
        .. pipeline.Tables.Select(table => Staged(lake, table.Name)),
        Side(lake, BatchCommitter.DeadLetters),
        Side(lake, BatchCommitter.Late),
    ];

    /// <summary>Quality reads the files of each staged commit: until it has, they stay.</summary>
    private static MaintainedTable Staged(LakeLayout lake, string table) => new($"staging/{table}", lake.Staging(table))
    {
        ConsumedVersion = new SettledMark(lake.Gold(table)).Read,
        HasOrphans = true,
    };

    /// <summary>Side files lie in the folder from their batch's commit on, and are published later: none of them is an orphan.</summary>
    private static MaintainedTable Side(LakeLayout lake, string table) => new($"ops/{table}", lake.Ops(table));
}
