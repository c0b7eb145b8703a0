using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Quality.Settlement;

namespace Analytics.Quality.Publication;

/// <summary>Publishes the quarantine files that gold commits name into <c>quarantine/&lt;table&gt;</c>. A repeat is a no-op.</summary>
internal sealed class QuarantineTable
{
    private readonly DataFileCheck _check = new();
    private readonly LakeLayout _layout;
    private readonly DeltaTable _quarantine;
    private readonly DeltaTable _gold;
    private DeltaSnapshot? _snapshot;

    public QuarantineTable(LakeLayout layout, string table)
    {
        _layout = layout;
        _quarantine = new DeltaTable(layout.Quarantine(table));
        _gold = new DeltaTable(layout.Gold(table));
    }

    /// <summary>Publishes what a settlement quarantined. Settlements come in order.</summary>
    public void Publish(AuditCommit audit)
    {
        if (audit.QuarantineFiles.Count == 0)
        {
            return;
        }

        _snapshot ??= _quarantine.Load();
        if (_snapshot?.Transactions.GetValueOrDefault(AuditCommit.AppId, -1) >= audit.LastBatch)
        {
            return;
        }

        _snapshot = _quarantine.Commit(_snapshot, new DeltaTransaction
        {
            AppId = AuditCommit.AppId,
            TxnVersion = audit.LastBatch,
            Operation = "STREAMING UPDATE",
            Schema = Schema(),
            Add = [.. audit.QuarantineFiles.Select(Describe)],
        });
    }

    private DataFile Describe(string relativeToLake)
    {
        var path = Path.Combine(_layout.Root, relativeToLake);
        _check.Require(path, size: null);
        return ParquetFile.Describe(_quarantine.Directory, Path.GetRelativePath(_quarantine.Directory, path));
    }

    private LakeSchema Schema() => QuarantineFiles.Schema(_gold.Load()!.Schema);
}
