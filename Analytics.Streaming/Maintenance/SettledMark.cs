using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Log;

namespace Analytics.Streaming.Maintenance;

/// <summary>Follows <c>gold/&lt;table&gt;</c> for the version of <c>staging/&lt;table&gt;</c> up to which it is settled: those files have been read.</summary>
internal sealed class SettledMark(string goldDirectory)
{
    private readonly DeltaTable _gold = new(goldDirectory);
    private long _goldVersion = -1;
    private long _settled = -1;

    /// <summary>The staging version; -1 while nothing is settled.</summary>
    public long Read()
    {
        if (_goldVersion < 0)
        {
            Load();
        }

        while (_goldVersion >= 0 && _gold.ReadCommit(_goldVersion + 1) is { } commit)
        {
            _goldVersion++;
            Note(commit);
        }

        return _settled;
    }

    private void Load()
    {
        if (_gold.Load() is { } snapshot)
        {
            if (_gold.FindLatestCommit(snapshot.Version, AuditCommit.Key) is { } commit)
            {
                Note(commit);
            }

            _goldVersion = snapshot.Version;
        }
    }

    private void Note(DeltaCommit commit)
    {
        if (commit.CommitInfo.ValueKind == JsonValueKind.Object && commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var audit))
        {
            _settled = audit.Deserialize(CommitJson.Default.AuditCommit)!.StagingVersion;
        }
    }
}
