using Analytics.Lake.Layout;
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
    public static IEnumerable<MaintainedTable> Of(IEnumerable<string> tables, LakeLayout lake) =>
    [
        .. tables.SelectMany(table => new[]
        {
            new MaintainedTable($"gold/{table}", lake.Gold(table)) { HasOrphans = true },

            // Quarantined rows are written before the settlement that names them, and published after it: none of their files is an orphan.
            new MaintainedTable($"quarantine/{table}", lake.Quarantine(table)),
        }),
        new MaintainedTable($"ops/{ResultsTable.Name}", lake.Ops(ResultsTable.Name)) { HasOrphans = true },
    ];
}
