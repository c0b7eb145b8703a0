using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Quality.Publication;
using Analytics.Quality.Settlement;
using Analytics.Quality.Sql;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults.Faults;

namespace Analytics.Quality.Quarantine;

/// <summary>
/// Carries out decisions about the quarantined batches of one table: a gold commit under an application id of its own, then the rows leave quarantine.
/// For its caller it is one writer with settlement: never both at once.
/// </summary>
internal sealed class Decider(QualityDatabase database, LakeLayout layout, string table, DeltaTable gold, FaultPoints faults)
{
    private readonly QuarantinedRows _rows = new(database, layout, table);
    private readonly QuarantineTable _quarantine = new(layout, table);
    private readonly GoldFiles _files = new(database, layout.Staging(table), layout.Gold(table));

    public QuarantinedRows Rows => _rows;

    /// <summary>Publishes what gold commits say about quarantine, again after a crash.</summary>
    /// <param name="after">The gold version up to which that is known to be done; -1 for none.</param>
    /// <param name="upTo">The last gold version.</param>
    public void Publish(long after, long upTo)
    {
        for (var version = after + 1; version <= upTo; version++)
        {
            if (gold.ReadCommit(version) is { } commit && GateState.Read(commit) is { } audit)
            {
                Publish(audit);
            }
        }
    }

    public void Publish(AuditCommit audit)
    {
        _quarantine.Publish(audit);
        if (audit.Decision is { } decision)
        {
            _rows.Remove(decision);
        }
    }

    /// <summary>Releases or discards a batch. What a crash leaves undone after the commit, <see cref="Publish(long, long)"/> does.</summary>
    /// <exception cref="DecisionRefusedException">There is no such batch, or it has been decided about otherwise.</exception>
    /// <exception cref="ConcurrentWriterException">Another instance settles this table.</exception>
    public (DecisionOutcome Outcome, GateState State) Decide(QuarantineDecision decision, GateState state)
    {
        if (state is not { Gold: { } snapshot, Last: { } last })
        {
            throw Unknown(decision.Batch);
        }

        if (snapshot.Transactions.ContainsKey(decision.AppId))
        {
            return (new DecisionOutcome(table, decision.Batch, decision.Action, IsRepeat: true, 0, 0, snapshot.Version), state);
        }

        var other = decision with { Action = decision.Action is QuarantineAction.Release ? QuarantineAction.Discard : QuarantineAction.Release };
        if (snapshot.Transactions.ContainsKey(other.AppId))
        {
            throw new DecisionRefusedException(
                $"{table}: batch {decision.Batch} has been {(other.Action is QuarantineAction.Release ? "released" : "discarded")} before, and a decision is final", isUnknown: false);
        }

        while (true)
        {
            var prepared = Prepare(decision, snapshot, last);
            faults.Reach(Fault.DecisionAfterWrite);
            try
            {
                snapshot = gold.Commit(snapshot, prepared.Transaction);
            }
            catch (FileNotLiveException)
            {
                // Compaction merged a file whose windows this release replaces.
                foreach (var file in prepared.Transaction.Add)
                {
                    File.Delete(Path.Combine(gold.Directory, file.Path));
                }

                snapshot = gold.Follow(snapshot);
                continue;
            }

            faults.Reach(Fault.DecisionAfterCommit);
            _rows.Remove(decision);
            faults.Reach(Fault.DecisionAfterQuarantine);
            var moved = prepared.Audit.Rows;
            return (
                new DecisionOutcome(table, decision.Batch, decision.Action, IsRepeat: false, moved.Gold, moved.Discarded, snapshot.Version),
                new GateState(snapshot, prepared.Audit));
        }
    }

    private PreparedDecision Prepare(QuarantineDecision decision, DeltaSnapshot snapshot, AuditCommit last)
    {
        var rows = _rows.Count(decision.Batch);
        var count = rows.Values.Sum();
        if (count == 0)
        {
            throw Unknown(decision.Batch);
        }

        var released = decision.Action is QuarantineAction.Release ? Release(decision.Batch, snapshot, last) : null;
        var toGold = released?.File.RowCount ?? 0;
        var moved = new SettlementCounts(toGold, -count, count - toGold);
        var audit = last with
        {
            FirstBatch = last.LastBatch + 1,
            Windows = last.Windows is { } newest ? newest with { Ranges = released?.Ranges ?? [] } : null,
            Rows = moved,
            Totals = last.Totals + moved,
            Partitions = PartitionLines.After(last.Partitions, decision.Action, rows),
            Decision = decision,
            Verdicts = [],
            QuarantineFiles = [],
            TraceParent = null,
        };
        return new PreparedDecision(audit, new DeltaTransaction
        {
            AppId = decision.AppId,
            TxnVersion = decision.Batch,
            Operation = "WRITE",
            Schema = snapshot.Schema,
            Add = released is null ? [] : [.. released.Rewritten, released.File],
            Remove = released?.Removed ?? [],
            ExclusiveProperty = AuditCommit.Key,
            CommitInfo = new JsonObject { [AuditCommit.Key] = JsonSerializer.SerializeToNode(audit, CommitJson.Default.AuditCommit) },
        });
    }

    private ReleasedRows Release(long batch, DeltaSnapshot snapshot, AuditCommit last)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"released-{batch:D10}");
        var windows = last.Windows is null ? null : WindowsOfBatch.Find(gold, snapshot.Version, batch);
        var file = _files.Write($"SELECT * FROM {_rows.Scan(batch, snapshot.Schema)} WHERE {windows?.Condition ?? "true"}", snapshot.Schema, prefix)
            ?? throw new DecisionRefusedException(
                $"{table}: all windows of batch {batch} have been computed anew since, by batch {windows?.NewestLater}: its rows are out of date; discard it", isUnknown: false);
        var (removed, rewritten) = windows is { IsWhole: true } ? _files.Replace(snapshot, windows.Ranges, prefix) : ([], []);
        return new ReleasedRows(file, windows?.Ranges ?? [], removed, rewritten);
    }

    private DecisionRefusedException Unknown(long batch)
    {
        const int shown = 10;
        var known = _rows.List(shown + 1).Select(quarantined => quarantined.Batch).ToArray();
        var what = known.Length == 0
            ? "nothing of this table is in quarantine"
            : $"in quarantine: {string.Join(", ", known.Take(shown))}{(known.Length > shown ? ", …" : "")}";
        return new DecisionRefusedException($"{table}: no batch {batch} is in quarantine; {what}", isUnknown: true);
    }
}
