using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Quality.Sql;

namespace Analytics.Quality.Publication;

/// <summary>Publishes settlements into <c>ops/quality_results</c>. Its txn per table says how far: it is the publication's only memory.</summary>
internal sealed class ResultsTable(LakeLayout layout, QualityDatabase database)
{
    public const string Name = "quality_results";

    private readonly DeltaTable _table = new(layout.Ops(Name));
    private DeltaSnapshot? _snapshot;

    /// <summary>Gold version of a table up to which its settlements are published; -1 for none.</summary>
    public long PublishedVersion(string table)
    {
        _snapshot ??= _table.Load();
        return _snapshot?.Transactions.GetValueOrDefault(table, -1) ?? -1;
    }

    /// <summary>Publishes settlements of one table, ascending.</summary>
    public void Publish(string table, IReadOnlyList<PublishedSettlement> settlements, long goldVersion)
    {
        var rows = settlements.SelectMany(settlement => settlement.Audit.Verdicts.Select(verdict => Row(settlement, verdict))).ToArray();
        var columns = string.Join(", ", ResultRows.Schema.Columns.Select(column => LakeSql.Identifier(column.Name)));
        var file = rows.Length == 0
            ? null
            : database.WriteFile($"SELECT * FROM (VALUES {string.Join(", ", rows)}) AS rows ({columns})", ResultRows.Schema, _table.Directory, $"results-{table}-{goldVersion:D10}");
        _snapshot = _table.Commit(_snapshot, new DeltaTransaction
        {
            AppId = table,
            TxnVersion = goldVersion,
            Operation = "STREAMING UPDATE",
            Schema = ResultRows.Schema,
            Add = file is null ? [] : [file],
        });
    }

    private static string Row(PublishedSettlement settlement, Contracts.Commits.Verdict verdict)
    {
        var audit = settlement.Audit;
        var result = settlement.Failures.GetValueOrDefault(verdict.Index);
        return "(" + string.Join(", ",
            LakeSql.Literal(audit.Table),
            settlement.GoldVersion,
            audit.FirstBatch,
            audit.LastBatch,
            $"make_timestamp({settlement.SettledAt * 1000})",
            audit.Rows.Gold,
            audit.Rows.Quarantined,
            verdict.Index,
            LakeSql.Literal(verdict.Type),
            verdict.Column is null ? "NULL" : LakeSql.Literal(verdict.Column),
            LakeSql.Literal(verdict.Severity),
            verdict.Success ? "true" : "false",
            verdict.UnexpectedCount,
            result is null ? "NULL" : LakeSql.Literal(result)) + ")";
    }
}
