using Analytics.Lake.Files;
using Analytics.Lake.Layout;

namespace Analytics.Streaming.Files;

/// <summary>
/// Writes the files of <c>ops/dead_letters</c> and <c>ops/late</c>. They lie in their table's folder from the start; they belong to it once the publisher has
/// committed them there. Not thread-safe.
/// </summary>
internal sealed class SideFiles(LakeLayout lake)
{
    private readonly BatchFileWriter _writer = new(["key", "value", "headers", "detail"]);

    /// <summary>Writes records of a batch.</summary>
    /// <returns>The file's path relative to the lake's folder; null without records.</returns>
    public string? Write(string table, long batch, SideRecords records) =>
        records.Count == 0 ? null : Write(table, batch, file => _writer.Write(file, SideColumns.Schema, [records.All()]));

    /// <summary>Makes a file durable whose rows something else writes. One that could not be finished is deleted: on a full disk every attempt would leave one behind.</summary>
    /// <returns>The file's path relative to the lake's folder.</returns>
    public string Write(string table, long batch, Action<string> write)
    {
        var folder = lake.Ops(table);
        DurableFile.CreateDirectory(folder);
        var name = $"{table}-{batch:D12}-{Guid.NewGuid():N}.parquet";
        try
        {
            write(Path.Combine(folder, name));
        }
        catch
        {
            File.Delete(Path.Combine(folder, name));
            throw;
        }

        var file = Path.Combine(folder, ParquetFile.Seal(folder, ParquetFile.Describe(folder, name)).Path);
        DurableFile.Sync(file);
        DurableFile.SyncDirectory(folder);
        return Path.GetRelativePath(lake.Root, file).Replace(Path.DirectorySeparatorChar, '/');
    }
}
