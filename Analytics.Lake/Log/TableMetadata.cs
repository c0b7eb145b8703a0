using System.Collections.Immutable;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>The <c>metaData</c> action of a table.</summary>
/// <param name="Id">The table's UUID.</param>
/// <param name="CreatedTime">Milliseconds since the epoch.</param>
/// <param name="Schema">The columns.</param>
/// <param name="Configuration">Table properties.</param>
internal sealed record TableMetadata(string Id, long CreatedTime, LakeSchema Schema, ImmutableSortedDictionary<string, string> Configuration)
{
    /// <summary>How long tombstones stay. Compaction leaves hundreds a minute, so Delta's default of a week would swamp the checkpoints.</summary>
    public static readonly TimeSpan TombstoneRetention = TimeSpan.FromHours(1);

    private static readonly ImmutableSortedDictionary<string, string> Properties =
        ImmutableSortedDictionary<string, string>.Empty.Add("delta.deletedFileRetentionDuration", "interval 1 hours");

    public static TableMetadata Create(LakeSchema schema, long now) => new(Guid.NewGuid().ToString(), now, schema, Properties);
}
