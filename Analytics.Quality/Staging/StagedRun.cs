using Analytics.Contracts.Columns;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Quality.Staging;

/// <summary>Contiguous staged batches that are settled together, at least one.</summary>
/// <param name="Batches">The batches, ascending.</param>
/// <param name="StagingVersion">Version of the staged table up to which this run reaches, inclusive.</param>
/// <param name="Schema">The staged table's schema after the run.</param>
internal sealed record StagedRun(IReadOnlyList<StagedBatch> Batches, long StagingVersion, LakeSchema Schema)
{
    public StagedBatch Last => Batches[^1];

    public IReadOnlyList<DataFile> Files { get; } = [.. Batches.SelectMany(batch => batch.Files)];

    public long Rows => Files.Sum(file => file.RowCount);

    /// <summary>Kafka timestamp of the newest event, microseconds since the epoch; null where files do not tell.</summary>
    public long? NewestTimestamp => Files.Max(file => file.Statistics.GetValueOrDefault(OriginColumns.Timestamp)?.Max as long?);

    /// <summary>The last window commit, with the windows of the whole run; null for events.</summary>
    public WindowCommit? Windows => Last.Windows is { } last
        ? last with { Ranges = [.. Batches.SelectMany(batch => batch.Windows!.Ranges).OrderBy(range => range.From)] }
        : null;

    /// <summary>This run as runs of one batch each.</summary>
    public IEnumerable<StagedRun> Split() => Batches.Select(batch => new StagedRun([batch], batch.Commit.Version, Schema));
}
