using Analytics.Lake.Log;

namespace Analytics.Benchmarks.Measures.Soak;

/// <summary>Files of one table at a moment.</summary>
/// <param name="Live">Data files that its newest version names.</param>
/// <param name="Dead">Other Parquet files in its folder: replaced ones within their retention, and files not committed yet.</param>
/// <param name="LogEntries">Files in <c>_delta_log</c>.</param>
internal sealed record TableFiles(int Live, int Dead, int LogEntries)
{
    /// <summary>All tables of a lake, by <c>layer/table</c>.</summary>
    public static IReadOnlyDictionary<string, TableFiles> Of(string lake)
    {
        var tables = new SortedDictionary<string, TableFiles>(StringComparer.Ordinal);
        if (Directory.Exists(lake))
        {
            foreach (var log in Directory.GetDirectories(lake, "_delta_log", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, AttributesToSkip = 0 }))
            {
                var folder = Path.GetDirectoryName(log)!;
                var live = new DeltaTable(folder).Load()?.Files.Count ?? 0;
                var data = Directory.GetFiles(folder, "*.parquet").Length;
                tables[Path.GetRelativePath(lake, folder)] = new TableFiles(live, Math.Max(0, data - live), Directory.GetFiles(log).Length);
            }
        }

        return tables;
    }
}
