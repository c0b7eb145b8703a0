using Analytics.Lake.Files;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Sql;
using Analytics.Quality.Staging;

namespace Analytics.Quality.Settlement;

/// <summary>
/// Divides a run by rows: those that break an expectation go to quarantine, the others to gold. Which rows they are is decided once, over the whole
/// run; then only the files that hold some of them are written again, the others are linked as they are.
/// </summary>
internal sealed class RowDivision(QualityDatabase database, GoldFiles gold, QuarantineFiles quarantine, string staging)
{
    /// <summary>The rows refused: the file's position in the run, the row's in the file, and why.</summary>
    private const string Refused = "refused_rows";

    /// <param name="run">The run.</param>
    /// <param name="broken">The failed expectations that name the rows which break them.</param>
    /// <param name="prefix">How a file that is written for gold begins.</param>
    public (IReadOnlyList<DataFile> Good, DataFile? Quarantined) Divide(StagedRun run, IReadOnlyList<ExpectationResult> broken, string prefix)
    {
        var relation = Relation.Of(LakeSql.ScanWithOrigin(staging, run.Files, run.Schema), run.Schema);
        var condition = string.Join(" OR ", broken.Select(result => $"coalesce({result.Unexpected}, false)"));
        database.Execute($"""
            CREATE OR REPLACE TEMP TABLE {Refused} AS {relation.With}
            SELECT {LakeSql.FileColumn}, {LakeSql.RowColumn}, {QuarantineFiles.ReasonsOfRow(broken)} FROM {Relation.Name} WHERE {condition}
            """);
        try
        {
            var refused = database.Counts($"SELECT {LakeSql.FileColumn}, count(*) FROM {Refused} GROUP BY ALL");
            var touched = run.Files.Where((_, position) => refused.ContainsKey(position)).ToArray();
            var mixed = run.Files.Where((file, position) => refused.TryGetValue(position, out var rows) && rows < file.RowCount).ToArray();
            var bad = touched.Length == 0 ? null : quarantine.Write($"SELECT * EXCLUDE ({LakeSql.FileColumn}, {LakeSql.RowColumn}) FROM {Rows(run, touched)} INNER JOIN {Refused} {Same}", run.Schema, run.Last.Number);
            var rest = mixed.Length == 0 ? null : gold.Write($"SELECT * FROM {Rows(run, mixed)} ANTI JOIN {Refused} {Same}", run.Schema, prefix);
            var linked = gold.Link([.. run.Files.Except(touched)]);
            return (rest is null ? linked : [.. linked, rest], bad);
        }
        finally
        {
            database.Execute($"DROP TABLE {Refused}");
        }
    }

    private static string Same => $"USING ({LakeSql.FileColumn}, {LakeSql.RowColumn})";

    /// <summary>The rows of some files under their positions in the whole run.</summary>
    private string Rows(StagedRun run, IReadOnlyList<DataFile> some)
    {
        var positions = some.Select(file => run.Files.Index().First(pair => pair.Item == file).Index);
        return $"(SELECT * REPLACE ([{string.Join(", ", positions)}][{LakeSql.FileColumn} + 1] AS {LakeSql.FileColumn}) FROM {LakeSql.ScanWithOrigin(staging, some, run.Schema)})";
    }
}
