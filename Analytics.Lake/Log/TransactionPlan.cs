using System.Text.Json;
using Analytics.Lake.Log.Actions;

namespace Analytics.Lake.Log;

/// <summary>Checks a transaction against the version it is to follow, and writes its actions.</summary>
/// <param name="table">The table's folder, for messages.</param>
/// <param name="transaction">What to commit.</param>
internal sealed class TransactionPlan(string table, DeltaTransaction transaction)
{
    private static readonly HashSet<string> OwnProperties =
        [LogChecksum.Property, "timestamp", "operation", "operationParameters", "readVersion", "isolationLevel", "isBlindAppend", "engineInfo", "operationMetrics"];

    /// <summary>Refuses what could never be committed.</summary>
    public void Validate()
    {
        foreach (var file in transaction.Add)
        {
            if (Path.IsPathRooted(file.Path) || file.Path.Split('/', '\\').Any(part => part is ".." or "." or ""))
            {
                throw new ArgumentException($"'{file.Path}': a data file lies in the table's folder and is named relative to it");
            }
        }

        if (transaction.Add.Select(file => file.Path).Distinct(StringComparer.Ordinal).Count() != transaction.Add.Count)
        {
            throw new ArgumentException("a file is added twice");
        }

        if (transaction.CommitInfo.FirstOrDefault(property => OwnProperties.Contains(property.Key)).Key is { } name)
        {
            throw new ArgumentException($"commitInfo.{name} is written by the commit itself; choose another name");
        }
    }

    /// <summary>Checks the transaction against the version before it.</summary>
    public void RequireFits(DeltaSnapshot? basis)
    {
        if (basis is null)
        {
            if (transaction.Remove.Count > 0)
            {
                throw new InvalidOperationException($"{table}: '{transaction.Remove[0].Path}' can't be removed from a table that does not exist yet");
            }

            return;
        }

        if (basis.Transactions.TryGetValue(transaction.AppId, out var committed) && committed >= transaction.TxnVersion)
        {
            throw Rival(committed, basis.Version);
        }

        if (transaction.Remove.FirstOrDefault(file => !basis.Contains(file.Path)) is { } gone)
        {
            throw new FileNotLiveException($"{table}: '{gone.Path}' is no longer live at version {basis.Version}; compute the change again");
        }

        if (transaction.Add.FirstOrDefault(file => basis.Contains(file.Path)) is { } present)
        {
            throw new InvalidOperationException($"{table}: '{present.Path}' is live already; data files have unique names");
        }
    }

    /// <summary>
    /// Checks a version that another writer took first. A commit of the same application, whatever its number, is another instance's: a settlement of
    /// batches 5 to 8 that loses to one of 5 to 6 would bring 5 and 6 in twice.
    /// </summary>
    public void RequireNoRival(DeltaCommit winner)
    {
        if (winner.Transactions.TryGetValue(transaction.AppId, out var committed))
        {
            throw Rival(committed, winner.Version);
        }

        if (transaction.ExclusiveProperty is { } property && winner.CommitInfo.ValueKind is JsonValueKind.Object && winner.CommitInfo.TryGetProperty(property, out _))
        {
            throw Rival(winner.Transactions.Values.FirstOrDefault(), winner.Version);
        }
    }

    /// <summary>The same for versions that have been cleaned up: the transaction's application has not moved between the two snapshots.</summary>
    public void RequireNoRival(DeltaSnapshot? before, DeltaSnapshot newest)
    {
        if (newest.Transactions.TryGetValue(transaction.AppId, out var committed)
            && committed != (before?.Transactions.GetValueOrDefault(transaction.AppId, -1) ?? -1))
        {
            throw Rival(committed, newest.Version);
        }
    }

    /// <summary>The version's content.</summary>
    public ReadOnlyMemory<byte> Write(DeltaSnapshot? basis, long now)
    {
        var metadata = basis is null ? TableMetadata.Create(transaction.Schema, now) : basis.Metadata with { Schema = basis.Schema.Merge(transaction.Schema) };
        var isNew = basis is null;
        var hasMetadata = isNew || !ReferenceEquals(basis!.Schema, metadata.Schema);
        var actions = 2 + (isNew ? 1 : 0) + (hasMetadata ? 1 : 0) + transaction.Remove.Count + transaction.Add.Count;

        using var writer = new ActionWriter();
        writer.CommitInfo(transaction, basis?.Version, actions, now);
        if (isNew)
        {
            writer.Protocol();
        }

        if (hasMetadata)
        {
            writer.Metadata(metadata);
        }

        writer.Transaction(transaction.AppId, transaction.TxnVersion, now);
        foreach (var file in transaction.Remove)
        {
            writer.Remove(file, transaction.DataChange, now);
        }

        foreach (var file in transaction.Add)
        {
            writer.Add(file, metadata.Schema, transaction.DataChange);
        }

        return writer.ToContent();
    }

    private ConcurrentWriterException Rival(long committed, long version) => new(
        $"{table}: '{transaction.AppId}' has already committed {committed} (log version {version}), this is {transaction.TxnVersion}: "
        + "another instance is or was at work; this one must stop and start again from the log");
}
