using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>Takes files out of a table that nobody needs any more: one commit for all of them. Vacuum deletes them later, as it does with merged ones.</summary>
internal sealed class TableRetention(TableState state, Action<string>? reached)
{
    public const string AppId = "retention";

    /// <summary>Removes what has expired.</summary>
    /// <returns>How many files were removed.</returns>
    /// <exception cref="ConcurrentWriterException">Another instance maintains this table.</exception>
    public int Step()
    {
        state.Follow();
        if (state.Snapshot is not { } snapshot || state.Expired() is not { Count: > 0 } expired)
        {
            return 0;
        }

        reached?.Invoke(LakeMaintenance.BeforeRetention);
        state.Table.Commit(snapshot, new DeltaTransaction
        {
            AppId = AppId,
            TxnVersion = snapshot.Transactions.GetValueOrDefault(AppId, -1) + 1,
            Operation = "DELETE",
            Schema = snapshot.Schema,
            Remove = expired,
        });
        reached?.Invoke(LakeMaintenance.AfterRetention);
        state.Follow();
        return expired.Count;
    }
}
