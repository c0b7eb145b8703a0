using System.Text.Json.Nodes;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>What one commit is to write.</summary>
public sealed record DeltaTransaction
{
    /// <summary>The application id of the <c>txn</c> action.</summary>
    public required string AppId { get; init; }

    /// <summary>The batch number: the version of the <c>txn</c> action.</summary>
    public required long TxnVersion { get; init; }

    /// <summary>Delta's name of the operation, such as <c>STREAMING UPDATE</c> or <c>WRITE</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The table's schema. The first commit writes it; later ones write a <c>metaData</c> action only where it adds nullable columns.</summary>
    public required LakeSchema Schema { get; init; }

    /// <summary>Files to add. They lie in the table's folder; the commit syncs them first.</summary>
    public IReadOnlyList<DataFile> Add { get; init; } = [];

    /// <summary>Live files to remove. When one is no longer live the commit fails: recompute.</summary>
    public IReadOnlyList<DataFile> Remove { get; init; } = [];

    /// <summary>False for maintenance that leaves the rows as they are.</summary>
    public bool DataChange { get; init; } = true;

    /// <summary>
    /// A property of commitInfo that only one writer writes: a version that took this one's place and has it is a rival's, whatever its application id.
    /// Null when application ids tell rivals apart.
    /// </summary>
    public string? ExclusiveProperty { get; init; }

    /// <summary>Properties added to <c>commitInfo</c>, such as <c>ingest</c>.</summary>
    public JsonObject CommitInfo { get; init; } = [];
}
