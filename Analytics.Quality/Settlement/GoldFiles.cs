using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Quality.Sql;

namespace Analytics.Quality.Settlement;

/// <summary>Brings files into <c>gold/&lt;table&gt;</c>. Nothing is visible there before the commit that names it.</summary>
/// <param name="database">Where rewriting runs.</param>
/// <param name="staging">The staged table's folder.</param>
/// <param name="gold">The gold table's folder.</param>
internal sealed class GoldFiles(QualityDatabase database, string staging, string gold)
{
    private const string WindowStart = "window_start";

    private readonly DataFileCheck _check = new();

    /// <summary>
    /// Gives staged files a name in gold: the same, so that a repeat after a crash finds its own work. They keep their statistics.
    /// </summary>
    public IReadOnlyList<DataFile> Link(IReadOnlyList<DataFile> files)
    {
        foreach (var file in files)
        {
            var target = Path.Combine(gold, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            DurableFile.LinkOrCopy(Path.Combine(staging, file.Path), target);
        }

        return files;
    }

    /// <summary>Writes the rows of a SELECT into a new file of a table; null when there are none.</summary>
    public DataFile? Write(string select, LakeSchema schema, string prefix) => database.WriteFile(select, schema, gold, prefix);

    /// <summary>
    /// Takes the rows of window ranges out of gold: the files that hold any are removed, what else they hold is rewritten. A range that gold has
    /// nothing for touches no file, by the statistics.
    /// </summary>
    public (IReadOnlyList<DataFile> Removed, IReadOnlyList<DataFile> Rewritten) Replace(DeltaSnapshot? current, IReadOnlyList<WindowRange> ranges, string prefix)
    {
        var touched = current?.Files.Where(file => ranges.Any(range => Touches(file, range))).ToArray() ?? [];
        var rest = touched.Where(file => !ranges.Any(range => Covers(range, file))).ToArray();
        if (rest.Length == 0)
        {
            return (touched, []);
        }

        _check.Require(gold, rest);
        var column = LakeSql.Identifier(WindowStart);
        var replaced = string.Join(" OR ", ranges.Select(range => $"({column} >= make_timestamp({range.From}) AND {column} < make_timestamp({range.To}))"));
        var kept = Write($"SELECT * FROM {LakeSql.Scan(gold, rest, current!.Schema)} WHERE NOT ({replaced})", current.Schema, prefix);
        return (touched, kept is null ? [] : [kept]);
    }

    private static bool Touches(DataFile file, WindowRange range) =>
        file.Statistics.GetValueOrDefault(WindowStart) is not { Min: long min, Max: long max } || (min < range.To && max >= range.From);

    private static bool Covers(WindowRange range, DataFile file) =>
        file.Statistics.GetValueOrDefault(WindowStart) is { Min: long min, Max: long max } && min >= range.From && max < range.To;
}
