using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>A table at one version: its schema and live files. Immutable.</summary>
public sealed class DeltaSnapshot
{
    /// <summary>The log version.</summary>
    public long Version => throw new NotImplementedException();

    /// <summary>The schema at that version.</summary>
    public LakeSchema Schema => throw new NotImplementedException();

    /// <summary>Live files in the order in which they were added.</summary>
    public IReadOnlyList<DataFile> Files => throw new NotImplementedException();

    /// <summary>Highest <c>txn</c> version by application id.</summary>
    public IReadOnlyDictionary<string, long> Transactions => throw new NotImplementedException();

    /// <summary>Rows over all live files.</summary>
    public long RowCount => throw new NotImplementedException();

    /// <summary>The snapshot after <paramref name="commit"/>, which must be the next version.</summary>
    public DeltaSnapshot Apply(DeltaCommit commit) => throw new NotImplementedException();
}
