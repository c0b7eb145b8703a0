using Analytics.Lake.Log;

namespace Analytics.Api.Catalog;

/// <summary>
/// Follows a table's log: loaded once, then one commit after another, so that a look costs one failed open while nothing has happened.
/// Not thread safe: its owner holds a lock.
/// </summary>
/// <param name="directory">The table's folder; it need not exist yet.</param>
/// <param name="time">The clock.</param>
internal abstract class LogTail(string directory, TimeProvider time)
{
    /// <summary>A quiet log is loaded afresh this often: its next commits may have been cleaned away, or the lake replaced, while nobody looked.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(1);

    private readonly DeltaTable _table = new(directory);
    private long _checked;

    public string Directory => _table.Directory;

    /// <summary>The newest version seen; null while the table does not exist.</summary>
    public DeltaSnapshot? Snapshot { get; private set; }

    protected DeltaTable Table => _table;

    public void Refresh()
    {
        if (Snapshot is null || time.GetElapsedTime(_checked) > Recheck)
        {
            Reload();
            return;
        }

        try
        {
            while (_table.ReadCommit(Snapshot.Version + 1) is { } commit)
            {
                Snapshot = Snapshot.Apply(commit);
                _checked = time.GetTimestamp();
                OnCommit(commit);
            }
        }
        catch (VersionGoneException)
        {
            Reload();
        }
    }

    /// <summary>The log was loaded; state drawn from commits is to be found anew.</summary>
    protected abstract void OnLoaded(DeltaSnapshot? snapshot);

    /// <summary>The next commit came.</summary>
    protected abstract void OnCommit(DeltaCommit commit);

    private void Reload()
    {
        var loaded = _table.Load();
        _checked = time.GetTimestamp();
        if (loaded?.Version == Snapshot?.Version)
        {
            return;
        }

        Snapshot = loaded;
        OnLoaded(loaded);
    }
}
