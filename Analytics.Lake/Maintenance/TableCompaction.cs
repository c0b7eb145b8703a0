using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Parquet;
using Analytics.Lake.Sql;

namespace Analytics.Lake.Maintenance;

/// <summary>Merges small files of one table. Each merge is one commit that changes no row; a merge that loses a race is dropped.</summary>
internal sealed class TableCompaction(TableState state, MaintenanceSettings settings, MaintenanceDatabase database, MaintenanceMetrics metrics, Action<string>? reached)
{
    public const string AppId = "compact";

    /// <summary>What the names of merged files begin with.</summary>
    public const string FilePrefix = "compacted-";

    /// <summary>Files with so many rows on average keep their row groups: larger ones would read little faster (DuckDB's own have 122,880 rows).</summary>
    private const int CopiedRows = 16_384;

    private readonly DataFileCheck _check = new();

    /// <summary>Merges once.</summary>
    /// <returns>False when there is nothing to merge.</returns>
    /// <exception cref="ConcurrentWriterException">Another instance maintains this table.</exception>
    public bool Step(CancellationToken cancellationToken)
    {
        state.Follow();
        if (state.Snapshot is not { } snapshot)
        {
            return false;
        }

        metrics.Observe(state.Name, snapshot.Files.Count);
        if (state.Mergeable().Select(files => CompactionPlan.Choose(files, settings)).FirstOrDefault(chosen => chosen.Count > 0) is not { } files)
        {
            return false;
        }

        var name = $"{FilePrefix}{snapshot.Version:D12}-{Guid.NewGuid():N}.parquet";
        var path = Path.Combine(state.Table.Directory, name);
        try
        {
            // What is damaged must not get a new checksum.
            _check.Require(state.Table.Directory, files, cancellationToken);
            var merged = Write(snapshot, files, name, path, cancellationToken);
            (name, path) = (merged.Path, Path.Combine(state.Table.Directory, merged.Path));
            reached?.Invoke(LakeMaintenance.AfterWrite);
            Commit(snapshot, files, merged);
            metrics.Compacted(state.Name, merged.Size);
        }
        catch (FileNotLiveException)
        {
            // A settlement replaced one of them meanwhile: the next step sees what there is now.
            File.Delete(path);
        }
        catch
        {
            DeleteUnlessCommitted(name, path);
            throw;
        }

        reached?.Invoke(LakeMaintenance.AfterCommit);
        state.Follow();
        metrics.Observe(state.Name, state.Snapshot!.Files.Count);
        return true;
    }

    private DataFile Write(DeltaSnapshot snapshot, IReadOnlyList<DataFile> files, string name, string path, CancellationToken cancellationToken)
    {
        var rows = files.Sum(file => file.RowCount);
        if (rows / files.Count < CopiedRows || !RowGroupMerge.TryMerge([.. files.Select(file => Path.Combine(state.Table.Directory, file.Path))], path, cancellationToken))
        {
            database.Execute(LakeSql.Copy(LakeSql.Scan(state.Table.Directory, files, snapshot.Schema), path, snapshot.Schema), cancellationToken);
        }

        var merged = ParquetFile.Describe(state.Table.Directory, name);
        return merged.RowCount == rows
            ? ParquetFile.Seal(state.Table.Directory, merged)
            : throw new InvalidDataException($"{state.Table.Directory}: {files.Count} files from {files[0].Path} on have {rows} rows in the log, but {merged.RowCount} on disk");
    }

    private void Commit(DeltaSnapshot snapshot, IReadOnlyList<DataFile> files, DataFile merged) => state.Table.Commit(snapshot, new DeltaTransaction
    {
        AppId = AppId,
        TxnVersion = snapshot.Transactions.GetValueOrDefault(AppId, -1) + 1,
        Operation = "OPTIMIZE",
        Schema = snapshot.Schema,
        Add = [merged],
        Remove = files,
        DataChange = false,
    });

    /// <summary>A commit may fail after its version appeared: when only the flush of the log's folder failed. Then the file stays.</summary>
    private void DeleteUnlessCommitted(string name, string path)
    {
        state.Follow();
        if (!state.Snapshot!.Contains(name))
        {
            File.Delete(path);
        }
    }
}
