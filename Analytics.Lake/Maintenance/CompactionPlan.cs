using Analytics.Lake.Files;

namespace Analytics.Lake.Maintenance;

/// <summary>
/// Chooses files to merge: many of about one size, neighbours in the log among those of their size. Each row is rewritten once per tier, and no tier
/// holds more than a few files, so that the number of files grows with the logarithm of the table until files are full.
/// </summary>
internal static class CompactionPlan
{
    /// <summary>Files up to this size times the factor are the lowest tier: opening one costs more than its bytes.</summary>
    private const long SmallestBytes = 64 << 10;

    /// <summary>With a backlog, so many times <see cref="MaintenanceSettings.MinFiles"/> are merged at once.</summary>
    private const int MostPerMinimum = 4;

    /// <param name="files">Files that may be merged, in the order in which they were added.</param>
    /// <param name="settings">Sizes.</param>
    /// <returns>At least two files in their order; none when there is nothing worth it.</returns>
    public static IReadOnlyList<DataFile> Choose(IEnumerable<DataFile> files, MaintenanceSettings settings)
    {
        var tiers = new SortedDictionary<int, List<DataFile>>();
        foreach (var file in files)
        {
            if (file.Size >= settings.TargetBytes / 2 || file.RowCount >= settings.TargetRows / 2)
            {
                continue;
            }

            var tier = Tier(file.Size, settings.MinFiles);
            if (!tiers.TryGetValue(tier, out var members))
            {
                tiers.Add(tier, members = []);
            }

            members.Add(file);
        }

        return tiers.Values.FirstOrDefault(members => members.Count >= settings.MinFiles) is { } crowded ? Take(crowded, settings) : [];
    }

    private static int Tier(long size, int factor)
    {
        var tier = 0;
        for (var reached = size / SmallestBytes; reached >= factor; reached /= factor)
        {
            tier++;
        }

        return tier;
    }

    /// <summary>The oldest, up to the size of a full file. None of them is half full, so there are always two.</summary>
    private static List<DataFile> Take(List<DataFile> files, MaintenanceSettings settings)
    {
        var taken = new List<DataFile>();
        var bytes = 0L;
        var rows = 0L;
        foreach (var file in files.Take(settings.MinFiles * MostPerMinimum))
        {
            bytes += file.Size;
            rows += file.RowCount;
            if (bytes > settings.TargetBytes || rows > settings.TargetRows)
            {
                break;
            }

            taken.Add(file);
        }

        return taken;
    }
}
