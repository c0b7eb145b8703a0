using Analytics.Lake.Layout;

namespace Analytics.Streaming.Spark;

/// <summary>The folders that Spark writes: beside the lake's tables, on the volume that it shares with this service.</summary>
/// <param name="Lake">The pipeline's lake.</param>
internal sealed record SparkFolders(LakeLayout Lake)
{
    /// <summary>The file sink's output: events and dead letters, until they are taken into the lake.</summary>
    public string Stage => Path.Combine(Root, "stage");

    /// <summary>The query's checkpoint: offsets, state.</summary>
    public string Checkpoint => Path.Combine(Root, "checkpoint");

    /// <summary>Rows of windows on their way into the lake, one folder per statement.</summary>
    public string Windows => Path.Combine(Root, "windows");

    /// <summary>The checkpoints of the live views, one folder per statement.</summary>
    public string Live => Path.Combine(Root, "live");

    private string Root => Path.Combine(Lake.Root, "spark");
}
