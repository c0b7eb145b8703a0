using System.Text.Json;
using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>Follows a table's log for what its newest commit with a certain property of commitInfo says: how far its writer has come.</summary>
/// <typeparam name="T">What is drawn from the property.</typeparam>
/// <param name="directory">The table's folder; it need not exist yet.</param>
/// <param name="key">The property of commitInfo.</param>
/// <param name="read">Draws the mark from the property.</param>
public sealed class CommitMark<T>(string directory, string key, Func<JsonElement, T> read)
    where T : struct
{
    private readonly DeltaTable _table = new(directory);
    private long _version = -1;
    private T? _mark;

    /// <summary>The mark as it is now; null while no commit has the property.</summary>
    /// <exception cref="InvalidDataException">A log file is corrupt; the message names it.</exception>
    public T? Read()
    {
        if (_version < 0)
        {
            Load();
            return _mark;
        }

        try
        {
            while (_table.ReadCommit(_version + 1) is { } commit)
            {
                Note(commit);
                _version = commit.Version;
            }
        }
        catch (VersionGoneException)
        {
            Load();
        }

        return _mark;
    }

    private void Load()
    {
        if (_table.Load() is not { } snapshot)
        {
            return;
        }

        if (_table.FindLatestCommit(snapshot.Version, key) is { } commit)
        {
            Note(commit);
        }

        _version = snapshot.Version;
    }

    private void Note(DeltaCommit commit)
    {
        if (commit.Has(key))
        {
            _mark = read(commit.CommitInfo.GetProperty(key));
        }
    }
}
