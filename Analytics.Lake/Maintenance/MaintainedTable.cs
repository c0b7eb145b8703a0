using Analytics.Lake.Files;

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
    /// The lowest version of the log that somebody has still to read commit by commit, other than through <see cref="ConsumedVersion"/>;
    /// <see cref="long.MaxValue"/> for none. Clean-up leaves it and all later ones.
    /// </summary>
    public Func<long>? NeededVersion { get; init; }

    /// <summary>
    /// Which consumed files nobody needs any more: asked anew each time, it answers for one file after another. Null keeps them all for good.
    /// </summary>
    public Func<Func<DataFile, bool>>? Expiry { get; init; }

    /// <summary>Files of different generations are never merged: what expires would live on with what came later. Null for one generation.</summary>
    public Func<DataFile, long>? Generation { get; init; }

    /// <summary>
    /// Whether a file that no version names can only be the remains of a crash, so that a start may delete it. False where files are written first and
    /// published by a later commit.
    /// </summary>
    public bool HasOrphans { get; init; }
}
