using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;

namespace Analytics.Streaming.Ingest;

/// <summary>Builds ingest's memory from <c>staging/events</c>, at the start and after every failure.</summary>
internal static class IngestRecovery
{
    /// <exception cref="InvalidDataException">A file of the table is damaged; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The table is not this pipeline's.</exception>
    public static RecoveredIngest Load(IngestSettings settings, CancellationToken cancellationToken)
    {
        var table = new DeltaTable(settings.Lake.Staging(LakeLayout.Events));
        var snapshot = table.Load();
        var state = snapshot is null ? new IngestState() : LoadState(settings, table, snapshot);
        return new RecoveredIngest(snapshot, state, LoadIds(settings, table, snapshot, state, cancellationToken));
    }

    /// <summary>The state after the newest batch.</summary>
    public static IngestState LoadState(IngestSettings settings, DeltaTable table, DeltaSnapshot snapshot)
    {
        var info = table.FindLatestCommit(snapshot.Version, IngestCommit.Key)
            ?? throw new InvalidOperationException($"{table.Directory} has no ingest commit: it was not written by this service. Move it away or choose another --data.");
        var commit = info.CommitInfo.GetProperty(IngestCommit.Key).Deserialize(CommitJson.Default.IngestCommit)!;
        return commit.Topic == settings.Pipeline.Source.Topic
            ? IngestState.From(commit)
            : throw new InvalidOperationException(
                $"{table.Directory} was filled from topic {commit.Topic}, the pipeline now names {settings.Pipeline.Source.Topic}: choose another --data or the old topic.");
    }

    private static DedupIndex? LoadIds(
        IngestSettings settings,
        DeltaTable table,
        DeltaSnapshot? snapshot,
        IngestState state,
        CancellationToken cancellationToken)
    {
        if (settings.Pipeline.Source.Id is not { } id)
        {
            return null;
        }

        var index = new DedupIndex(settings.Delay);
        if (state.Watermark is { } watermark)
        {
            index.Advance(watermark);
        }

        try
        {
            Read(index, id, settings.Pipeline.Source.Time, table.Directory, snapshot?.Files ?? [], cancellationToken);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    private static void Read(DedupIndex index, string id, string time, string folder, IEnumerable<DataFile> files, CancellationToken cancellationToken)
    {
        var check = new DataFileCheck();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!file.Statistics.TryGetValue(time, out var statistics) || statistics.Max is not long last || index.Remembers(last))
            {
                check.Require(folder, [file], cancellationToken);
                IdReader.Read(Path.Combine(folder, file.Path), id, time, index);
            }
        }
    }
}
