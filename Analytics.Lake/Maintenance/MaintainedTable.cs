namespace Analytics.Lake.Maintenance;

/// <summary>A table that its owner keeps small.</summary>
/// <param name="Name">Its name in messages and metrics, such as <c>gold/events</c>.</param>
/// <param name="Directory">Its folder.</param>
public sealed record MaintainedTable(string Name, string Directory)
{
    /// <summary>
    /// The version up to which whoever reads the commits' own files has done so; null when nobody does. A file that a later commit added is left alone:
    /// merged, it would lose its name, and in the end its place on disk.
    /// </summary>
    public Func<long>? ConsumedVersion { get; init; }

    /// <summary>
    /// Whether a file that no version names can only be the remains of a crash, so that a start may delete it. False where files are written first and
    /// published by a later commit.
    /// </summary>
    public bool HasOrphans { get; init; }
}
