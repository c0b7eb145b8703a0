using System.Globalization;

namespace Analytics.Lake.Log;

/// <summary>
/// Names in <c>_delta_log</c>: <c>00000000000000000007.json</c>, <c>00000000000000000050.checkpoint.parquet</c>, <c>_last_checkpoint</c>.
/// Temporary files begin with a dot, which every Delta reader passes over.
/// </summary>
internal static class LogFile
{
    public const string Folder = "_delta_log";
    public const string LastCheckpoint = "_last_checkpoint";
    private const string CommitSuffix = ".json";
    private const string CheckpointSuffix = ".checkpoint.parquet";
    private const int Digits = 20;

    public static string Commit(string log, long version) => Path.Combine(log, version.ToString("D20", CultureInfo.InvariantCulture) + CommitSuffix);

    public static string Checkpoint(string log, long version) => Path.Combine(log, version.ToString("D20", CultureInfo.InvariantCulture) + CheckpointSuffix);

    public static string Temporary(string log, string purpose) => Path.Combine(log, $".{purpose}.{Guid.NewGuid():N}.tmp");

    public static long? CommitVersion(string name) => Version(name, CommitSuffix);

    public static long? CheckpointVersion(string name) => Version(name, CheckpointSuffix);

    /// <summary>A file's content; null when it is not there (yet).</summary>
    public static byte[]? ReadIfExists(string file)
    {
        // Tailers ask for the next version all the time: an exception for each "not yet" would cost them most of their idle CPU.
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static long? Version(string name, string suffix) =>
        name.Length == Digits + suffix.Length
        && name.EndsWith(suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}
