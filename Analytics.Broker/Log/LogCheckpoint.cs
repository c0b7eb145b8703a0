using System.Globalization;
using System.Text;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Log;

/// <summary>
/// What of a partition cannot be seen from its segments, as the file <c>log.checkpoint</c>:
/// <code>start 42
/// cleaned 100</code>
/// </summary>
/// <param name="Start">The log start offset: everything before was deleted, though bytes of it may still be in the first segment.</param>
/// <param name="Cleaned">Compaction has gone through everything before this offset.</param>
internal readonly record struct LogCheckpoint(long Start, long Cleaned)
{
    private const string FileName = "log.checkpoint";

    public static LogCheckpoint Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return default;
        }

        var words = File.ReadAllText(path).Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words is ["start", var start, "cleaned", var cleaned]
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startOffset)
            && long.TryParse(cleaned, NumberStyles.None, CultureInfo.InvariantCulture, out var cleanedOffset)
                ? new LogCheckpoint(startOffset, cleanedOffset)
                : throw new InvalidDataException(
                    $"{path} should hold 'start N' and 'cleaned N', the first offset of the partition and how far it is compacted: "
                    + "restore it, or delete it (records deleted before may then be seen again)");
    }

    /// <summary>On the disk when this returns: nothing may be deleted before it is known to be gone.</summary>
    public void Write(string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"start {Start}\ncleaned {Cleaned}\n")), sync: true);
}
