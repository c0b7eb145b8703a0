using System.Text.Json;
using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>
/// Deletes versions of a table's log that a checkpoint has replaced, as Delta's own clean-up does, oldest first. What stays: everything from the newest
/// checkpoint on, everything that somebody has still to read, whatever is younger than the retention, and the newest commit of each property
/// of commitInfo: recovery finds positions, ledgers and watermarks there.
/// </summary>
internal sealed class LogCleanup(TableState state, MaintenanceSettings settings, MaintenanceMetrics metrics, TimeProvider time, Action<string>? reached)
{
    /// <summary>Versions deleted at once: bounds the time of a step.</summary>
    private const int Most = 5000;

    /// <summary>What <see cref="DeltaTable.Commit(DeltaSnapshot?, DeltaTransaction)"/> itself writes into commitInfo.</summary>
    private static readonly HashSet<string> Ordinary =
        [LogChecksum.Property, "timestamp", "operation", "operationParameters", "readVersion", "isolationLevel", "isBlindAppend", "engineInfo", "operationMetrics"];

    private long _verified = -1;

    /// <summary>Cleans up once.</summary>
    /// <returns>How many versions were deleted.</returns>
    /// <exception cref="InvalidDataException">The checkpoint is corrupt: nothing was deleted.</exception>
    public int Step()
    {
        state.Follow();
        var limit = Math.Min(state.NeededVersion(), CheckpointVersion());
        var oldest = (time.GetUtcNow() - settings.LogRetention).ToUnixTimeMilliseconds();
        var deleted = 0;
        foreach (var version in state.Table.Versions().Where(version => version < limit).Order().Take(Most).ToArray())
        {
            if (state.Table.ReadCommitIfKept(version) is not { } commit)
            {
                continue;
            }

            if (commit.Timestamp > oldest)
            {
                break;
            }

            if (IsSuperseded(commit))
            {
                reached?.Invoke(LakeMaintenance.BeforeLogCleanup);
                state.Table.DeleteCommit(version);
                deleted++;
            }
        }

        metrics.CleanedUp(state.Name, deleted);
        return deleted;
    }

    /// <summary>The version of the newest checkpoint, once it has been read back whole; -1 without.</summary>
    private long CheckpointVersion()
    {
        if (state.Snapshot is null || state.Table.LastCheckpointVersion() is not { } version || version == _verified)
        {
            return _verified;
        }

        if (state.Table.LoadCheckpoint() is { } checkpoint)
        {
            _verified = Math.Max(_verified, checkpoint.Version);
        }

        return _verified;
    }

    private bool IsSuperseded(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind != JsonValueKind.Object
        || commit.CommitInfo.EnumerateObject().Where(property => !Ordinary.Contains(property.Name)).All(property => NewestWith(property.Name, commit.Version) > commit.Version);

    private long NewestWith(string key, long version)
    {
        if (!state.Properties.TryGetValue(key, out var newest) || newest < version)
        {
            // Not since the start: from now on it is noted as commits come.
            newest = state.Table.FindLatestCommit(state.Snapshot!.Version, key)!.Version;
            state.Properties[key] = newest;
        }

        return newest;
    }
}
