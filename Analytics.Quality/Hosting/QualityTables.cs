using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Quality.Publication;

namespace Analytics.Quality.Hosting;

/// <summary>The tables that this service owns. Nobody reads the files of gold commits one by one, only those of a whole version.</summary>
internal static class QualityTables
{
    /// <summary>The role whose lock their writer holds.</summary>
    public const string LockRole = "quality";

    /// <param name="tables">The names of the audited tables.</param>
    /// <param name="lake">The lake.</param>
    /// <param name="resultsRetention">How long results are kept.</param>
    /// <param name="time">The clock.</param>
    public static IEnumerable<MaintainedTable> Of(IReadOnlyCollection<string> tables, LakeLayout lake, TimeSpan resultsRetention, TimeProvider time) =>
    [
        .. tables.SelectMany(table => new[]
        {
            new MaintainedTable($"gold/{table}", lake.Gold(table)) { HasOrphans = true, NeededVersion = NeededVersion(table, tables, lake) },

            // Quarantined rows are written before the settlement that names them, and published after it: none of their files is an orphan.
            new MaintainedTable($"quarantine/{table}", lake.Quarantine(table)),
        }),
        new MaintainedTable($"ops/{ResultsTable.Name}", lake.Ops(ResultsTable.Name))
        {
            HasOrphans = true,
            Generation = file => Newest(file) / (TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond),
            Expiry = () =>
            {
                var oldest = (time.GetUtcNow() - resultsRetention - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
                return file => Newest(file) < oldest;
            },
        },
    ];

    /// <summary>
    /// Gold's commits are read by the publication of results and of quarantined rows, those of events by each table of windows too. A quarantined batch of
    /// windows can be released only as long as the log says which of its windows came again later.
    /// </summary>
    private static Func<long> NeededVersion(string table, IEnumerable<string> tables, LakeLayout lake)
    {
        var results = new DeltaTable(lake.Ops(ResultsTable.Name));
        CommitMark<long>[] windows = table == LakeLayout.Events ? [.. tables.Where(other => other != table).Select(other => Computed(other, lake))] : [];
        var quarantine = table == LakeLayout.Events ? null : new DeltaTable(lake.Quarantine(table));
        return () => quarantine?.Load() is { RowCount: > 0 }
            ? 0
            : Math.Min(
                (results.Load()?.Transactions.GetValueOrDefault(table, -1) ?? -1) + 1,
                windows.Select(mark => mark.Read() + 1).Min() ?? long.MaxValue);
    }

    /// <summary>When the newest settlement of a file of results was, microseconds since the epoch.</summary>
    private static long Newest(DataFile file) => file.Statistics.GetValueOrDefault("settled_at")?.Max is long newest ? newest : long.MaxValue;

    /// <summary>The gold version that a table's newest windows were computed from.</summary>
    private static CommitMark<long> Computed(string table, LakeLayout lake) =>
        new(lake.Staging(table), WindowCommit.Key, value => value.Deserialize(CommitJson.Default.WindowCommit)!.GoldVersion);
}
