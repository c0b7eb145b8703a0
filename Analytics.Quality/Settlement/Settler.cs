using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Suites;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Sql;
using Analytics.Quality.Staging;

namespace Analytics.Quality.Settlement;

/// <summary>
/// Settles staged runs of one table: evaluates the suite, brings the files into place, and describes it all in one gold commit.
/// Up to that commit nothing has happened; preparing a second time gives the same.
/// </summary>
internal sealed class Settler
{
    /// <summary>The property of <c>commitInfo</c> with the full results of the expectations that failed: results are published from the log alone.</summary>
    public const string ResultsKey = "auditResults";

    private readonly DataFileCheck _check = new();
    private readonly SuiteEngine _engine;
    private readonly GoldFiles _gold;
    private readonly QuarantineFiles _quarantine;
    private readonly RowDivision _division;
    private readonly LakeLayout _layout;
    private readonly string _table;
    private readonly ExpectationSuite _suite;

    public Settler(QualityDatabase database, LakeLayout layout, string table, ExpectationSuite suite)
    {
        (_layout, _table, _suite) = (layout, table, suite);
        _engine = new SuiteEngine(database.Connection);
        _gold = new GoldFiles(database, layout.Staging(table), layout.Gold(table));
        _quarantine = new QuarantineFiles(database, layout, table);
        _division = new RowDivision(database, _gold, _quarantine, layout.Staging(table));
    }

    /// <summary>Evaluates a run and writes its files.</summary>
    /// <returns>Null when a run of several batches must be judged batch by batch: one bad batch does not keep out its neighbours.</returns>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public PreparedSettlement? Prepare(StagedRun run, GateState state, string? traceParent)
    {
        _check.Require(_layout.Staging(_table), run.Files);
        var batch = Relation.Of(LakeSql.Scan(_layout.Staging(_table), run.Files, run.Schema), run.Schema) with
        {
            Files = [.. run.Files.Select(file => Path.Combine(_layout.Staging(_table), file.Path))],
        };
        var results = run.Rows == 0 ? null : _engine.Evaluate(_suite, batch);
        var decision = results is null ? new Decision([], []) : Decision.Of(results);
        if (decision.OverBatch.Count > 0 && run.Batches.Count > 1)
        {
            return null;
        }

        var (good, quarantined) = Divide(run, decision);
        var replaced = run.Windows is { } windows && decision.OverBatch.Count == 0
            ? _gold.Replace(state.Gold, windows.Ranges, FilePrefix("replaced", run))
            : ([], []);
        var rows = new SettlementCounts(good.Sum(file => file.RowCount), quarantined?.RowCount ?? 0, 0);
        if (rows.Settled != run.Rows)
        {
            throw new InvalidDataException($"{_table}: batches {run.Batches[0].Number}-{run.Last.Number} have {run.Rows} rows, but {rows.Settled} would be settled");
        }

        var audit = Audit(run, state, rows, results, quarantined, traceParent);
        return new PreparedSettlement(audit, Transaction(run, audit, results, [.. replaced.Rewritten, .. good], replaced.Removed), results);
    }

    /// <summary>Deletes the files of a settlement that could not be committed. Links stay: the next attempt uses them.</summary>
    public void Discard(PreparedSettlement prepared, StagedRun run)
    {
        var linked = run.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in prepared.Transaction.Add.Where(file => !linked.Contains(file.Path)))
        {
            File.Delete(Path.Combine(_layout.Gold(_table), file.Path));
        }

        foreach (var file in prepared.Audit.QuarantineFiles)
        {
            File.Delete(Path.Combine(_layout.Root, file));
        }
    }

    private (IReadOnlyList<DataFile> Good, DataFile? Quarantined) Divide(StagedRun run, Decision decision)
    {
        if (decision.OverBatch.Count > 0)
        {
            var reasons = QuarantineFiles.ReasonsOfBatch([.. decision.OverBatch, .. decision.OverRows]);
            return ([], _quarantine.Write($"SELECT *, {reasons} FROM {LakeSql.Scan(_layout.Staging(_table), run.Files, run.Schema)}", run.Schema, run.Last.Number));
        }

        if (decision.OverRows.Count == 0)
        {
            return (_gold.Link(run.Files), null);
        }

        return _division.Divide(run, decision.OverRows, FilePrefix("settled", run));
    }

    private AuditCommit Audit(StagedRun run, GateState state, SettlementCounts rows, SuiteResult? results, DataFile? quarantined, string? traceParent) => new()
    {
        Table = _table,
        FirstBatch = run.Batches[0].Number,
        LastBatch = run.Last.Number,
        StagingVersion = run.StagingVersion,
        Watermark = run.Last.Ingest?.Watermark,
        EndOfInput = run.Last.EndOfInput,
        Windows = run.Windows,
        Rows = rows,
        Totals = state.Totals + rows,
        Partitions = PartitionLines.After(state.Last?.Partitions ?? [], run.Last.Ingest, quarantined is null || run.Last.Ingest is null ? [] : _quarantine.RowsByPartition(quarantined)),
        Verdicts = results is null ? [] : [.. results.Results.Select(Verdict)],
        QuarantineFiles = quarantined is null ? [] : [_quarantine.RelativeToLake(quarantined)],
        TraceParent = traceParent,
    };

    private static DeltaTransaction Transaction(
        StagedRun run, AuditCommit audit, SuiteResult? results, IReadOnlyList<DataFile> add, IReadOnlyList<DataFile> remove)
    {
        var info = new JsonObject { [AuditCommit.Key] = JsonSerializer.SerializeToNode(audit, CommitJson.Default.AuditCommit) };
        if (results is { Success: false })
        {
            info[ResultsKey] = new JsonArray([.. results.Results.Where(result => !result.Success).Select(result => ResultJson.Of(result))]);
        }

        return new DeltaTransaction
        {
            AppId = AuditCommit.AppId,
            TxnVersion = audit.LastBatch,
            Operation = "STREAMING UPDATE",
            Schema = run.Schema,
            Add = add,
            Remove = remove,
            ExclusiveProperty = AuditCommit.Key,
            CommitInfo = info,
        };
    }

    private static Verdict Verdict(ExpectationResult result) => new(
        result.Expectation.Index,
        result.Expectation.Type,
        result.Expectation.Column,
        SeverityName.Of(result.Expectation.Severity),
        result.Success,
        result.UnexpectedCount);

    private static string FilePrefix(string kind, StagedRun run) => $"{kind}-{run.Batches[0].Number:D10}-{run.Last.Number:D10}";
}
