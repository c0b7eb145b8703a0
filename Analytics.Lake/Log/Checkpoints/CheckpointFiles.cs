using Analytics.Lake.Files;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>The checkpoints of a log. One that is damaged is passed over for an older one, since the JSON files hold the same.</summary>
/// <param name="log">The folder <c>_delta_log</c>.</param>
internal sealed class CheckpointFiles(string log)
{
    /// <summary>The version of the newest checkpoint, whether it can be read or not; null when there is none.</summary>
    public long? NewestVersion() => Pointer()?.Version ?? Newest(below: long.MaxValue);

    /// <summary>Reads the newest checkpoint that can be read.</summary>
    /// <param name="read">Reads the checkpoint of a version from a file.</param>
    /// <param name="damage">What is wrong with those that were passed over; null when none was.</param>
    /// <returns>Null when there is none.</returns>
    public T? ReadNewest<T>(Func<string, long, T> read, out InvalidDataException? damage)
        where T : class
    {
        damage = null;
        var pointer = Pointer();
        for (var version = pointer?.Version ?? Newest(below: long.MaxValue); version is { } number; version = Newest(below: number))
        {
            var file = LogFile.Checkpoint(log, number);
            try
            {
                if (number == pointer?.Version && pointer.Value.Checksum is { } checksum && FileChecksum.Compute(file) != checksum)
                {
                    throw new InvalidDataException($"{file}: corrupt checkpoint: its bytes do not have the checksum in {LogFile.LastCheckpoint}");
                }

                return read(file, number);
            }
            catch (InvalidDataException error)
            {
                damage ??= error;
            }
            catch (FileNotFoundException)
            {
                // Cleaned up meanwhile: a newer one is there by now, and what follows it is read from the JSON files.
            }
        }

        return null;
    }

    /// <summary><c>_last_checkpoint</c> is a hint: a crash may have left it behind, or torn on a file system that loses renames.</summary>
    private (long Version, ulong? Checksum)? Pointer() =>
        LogFile.ReadIfExists(Path.Combine(log, LogFile.LastCheckpoint)) is { } content
        && LastCheckpoint.Parse(content) is { } pointer
        && File.Exists(LogFile.Checkpoint(log, pointer.Version))
            ? pointer
            : null;

    private long? Newest(long below) => Directory.Exists(log)
        ? Directory.EnumerateFiles(log).Max(file => LogFile.CheckpointVersion(Path.GetFileName(file)) is { } version && version < below ? version : (long?)null)
        : null;
}
