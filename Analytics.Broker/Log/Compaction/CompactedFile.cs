using System.Globalization;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Log.Compaction;

/// <summary>
/// How a compacted segment takes the place of the segments that it was made from, so that a crash at any line leaves either those or it:
/// it is written and synced as <c>{first}.cleaned</c>; renamed to <c>{first}-{end}.swap</c>, from when on it counts; the segments from first to end are
/// deleted; renamed to <c>{first}.log</c>. At start what is <c>.cleaned</c> is deleted, what is <c>.swap</c> is finished.
/// </summary>
internal static class CompactedFile
{
    public const string CleanedExtension = ".cleaned";

    private const string SwapExtension = ".swap";

    /// <param name="folder">The partition's.</param>
    /// <param name="sources">The base offsets of what is replaced, the first one first.</param>
    /// <param name="end">The offset after them.</param>
    /// <param name="cleaned">The synced replacement: empty when nothing is left.</param>
    public static void Replace(string folder, long[] sources, long end, LogSegment cleaned)
    {
        cleaned.MoveTo(Path.Combine(folder, $"{LogSegment.FileName(sources[0], "")}-{LogSegment.FileName(end, SwapExtension)}"));
        FolderSync.Flush(folder);
        Finish(folder, sources, () => cleaned.MoveTo(Path.Combine(folder, LogSegment.FileName(sources[0], LogSegment.Extension))));
    }

    public static void Recover(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + CleanedExtension))
        {
            File.Delete(path);
        }

        foreach (var path in Directory.GetFiles(folder, "*" + SwapExtension))
        {
            var range = Path.GetFileNameWithoutExtension(path).Split('-');
            var (first, end) = (Parse(range[0]), Parse(range[1]));
            var sources = Directory.EnumerateFiles(folder, "*" + LogSegment.Extension)
                .Select(file => Parse(Path.GetFileNameWithoutExtension(file)))
                .Where(offset => offset > first && offset < end);
            Finish(folder, [first, .. sources], () => File.Move(path, Path.Combine(folder, LogSegment.FileName(first, LogSegment.Extension)), overwrite: true));
        }
    }

    private static void Finish(string folder, long[] sources, Action rename)
    {
        foreach (var source in sources)
        {
            File.Delete(SegmentSnapshot.PathOf(folder, source));
        }

        foreach (var source in sources.Skip(1))
        {
            File.Delete(Path.Combine(folder, LogSegment.FileName(source, LogSegment.Extension)));
        }

        // The others must be gone before the first has its name: beside it they would be read as what follows.
        FolderSync.Flush(folder);
        rename();
        FolderSync.Flush(folder);
    }

    private static long Parse(string offset) => long.Parse(offset, CultureInfo.InvariantCulture);
}
