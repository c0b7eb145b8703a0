using System.Diagnostics;
using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Files;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Windows;

/// <summary>Computes the windows of a plan from gold, one SQL statement per range or piece of one, and commits them to <c>staging/&lt;table&gt;</c>.</summary>
internal sealed class WindowRun(
    PipelineDefinition pipeline,
    DeltaTable gold,
    WindowDatabase database,
    IWindowStatements statements,
    EngineStatus status,
    StreamingMetrics metrics,
    FaultPoints faults,
    TimeProvider time)
{
    private readonly DataFileCheck _check = new();

    public void Execute(WindowTableState table, WindowPlan plan, DeltaSnapshot goldSnapshot, string? traceParent, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        using var activity = StreamingMetrics.Source.StartActivity("windows", ActivityKind.Internal, parent);
        activity?.SetTag("analytics.table", table.Definition.Name);
        activity?.SetTag("analytics.gold_version", goldSnapshot.Version);

        var files = new List<DataFile>();
        var (ranges, openFrom) = Compute(table, plan, goldSnapshot, files, cancellationToken);
        var commit = new WindowCommit
        {
            Table = table.Definition.Name,
            GoldVersion = goldSnapshot.Version,
            ClosedTo = plan.ClosedTo,
            OpenFrom = openFrom,
            EndOfInput = plan.EndOfInput,
            Ranges = ranges,
            TraceParent = activity is { Recorded: true } ? activity.Id : null,
        };
        faults.Reach(Fault.BeforeWindowCommit);
        var snapshot = table.Staging.Commit(table.Snapshot, new DeltaTransaction
        {
            AppId = table.Definition.Name,
            // Usually gold's version; a rebuild from the same version is a commit of its own.
            TxnVersion = Math.Max(goldSnapshot.Version, (table.Snapshot?.Transactions.GetValueOrDefault(table.Definition.Name, -1) ?? -1) + 1),
            Operation = "STREAMING UPDATE",
            Schema = Schema(table),
            Add = files,
            CommitInfo = new() { [WindowCommit.Key] = JsonSerializer.SerializeToNode(commit, CommitJson.Default.WindowCommit) },
        });
        faults.Reach(Fault.AfterWindowCommit);
        table.Committed(snapshot, commit);
        var elapsed = time.GetElapsedTime(started);
        status.AddWindowTime(elapsed);
        metrics.WindowRun(table.Definition.Name, files.Sum(file => file.RowCount), elapsed);
    }

    /// <summary>Computes what is planned and writes it to <paramref name="files"/>; after a failure there are none.</summary>
    private (IReadOnlyList<WindowRange> Ranges, long? OpenFrom) Compute(
        WindowTableState table, WindowPlan plan, DeltaSnapshot goldSnapshot, List<DataFile> files, CancellationToken cancellationToken)
    {
        try
        {
            var computed = table.Sessions is { } sessions
                ? ComputeSessions(table, sessions, plan, goldSnapshot, files, cancellationToken)
                : ComputeFixed(table, plan, goldSnapshot, files, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return computed;
        }
        catch
        {
            // It is tried again and again: those of each attempt would fill the disk.
            files.ForEach(file => File.Delete(Path.Combine(table.Staging.Directory, file.Path)));
            throw;
        }
    }

    private (IReadOnlyList<WindowRange> Ranges, long? OpenFrom) ComputeFixed(
        WindowTableState table, WindowPlan plan, DeltaSnapshot goldSnapshot, List<DataFile> files, CancellationToken cancellationToken)
    {
        foreach (var range in plan.Ranges)
        {
            var sources = Overlapping(goldSnapshot.Files, table.Geometry.EventTimes(range));
            foreach (var piece in WindowPieces.Cut(range, table.Geometry, sources, pipeline.Source.Time, statements.RowsAtOnce))
            {
                if (Compute(table, piece, sources, goldSnapshot, cancellationToken) is { } file)
                {
                    files.Add(file);
                }
            }
        }

        return (plan.Ranges, null);
    }

    /// <summary>The rows of a range as a file; null when there are none.</summary>
    private DataFile? Compute(WindowTableState table, WindowRange range, IEnumerable<DataFile> files, DeltaSnapshot goldSnapshot, CancellationToken cancellationToken)
    {
        // A statement that begins afterwards would not hear of it.
        cancellationToken.ThrowIfCancellationRequested();
        var sources = Sources(files, table.Geometry.EventTimes(range), cancellationToken);
        if (sources.Count == 0)
        {
            return null;
        }

        using var rows = statements.Fixed(table.Definition, range, sources, goldSnapshot.Schema, cancellationToken);
        return Write(table, rows.Select, goldSnapshot, cancellationToken);
    }

    private (IReadOnlyList<WindowRange> Ranges, long? OpenFrom) ComputeSessions(
        WindowTableState table, SessionGeometry sessions, WindowPlan plan, DeltaSnapshot goldSnapshot, List<DataFile> files, CancellationToken cancellationToken)
    {
        if (plan.Ranges.Count == 0)
        {
            return ([], table.OpenFrom);
        }

        var computation = new SessionComputation(database, sessions, table.ClosedTo, plan);
        var ranges = new List<WindowRange>();
        foreach (var range in plan.Ranges)
        {
            var times = plan.IsDirty || table.ClosedTo is not { } closed ? sessions.EventTimes(range) : sessions.EventTimes(range, closed);
            using var rows = statements.Sessions(table.Definition, range, times, Sources(goldSnapshot.Files, times, cancellationToken), goldSnapshot.Schema, cancellationToken);
            if (computation.Compute(rows.Select, range, cancellationToken) is { } staged)
            {
                ranges.Add(staged);
                files.AddRange(Write(table, computation.Closed, goldSnapshot, cancellationToken) is { } file ? [file] : []);
            }
        }

        computation.Clear();
        return (ranges, computation.OpenFrom);
    }

    private DataFile? Write(WindowTableState table, string select, DeltaSnapshot goldSnapshot, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(table.Staging.Directory);
        var name = $"{table.Definition.Name}-{goldSnapshot.Version:D12}-{Guid.NewGuid():N}.parquet";
        var file = Path.Combine(table.Staging.Directory, name);
        DataFile? described = null;
        try
        {
            database.CopyToParquet(select, file, Schema(table), cancellationToken);
            described = ParquetFile.Describe(table.Staging.Directory, name) is { RowCount: > 0 } written
                ? ParquetFile.Seal(table.Staging.Directory, written)
                : null;
            return described;
        }
        finally
        {
            // Empty, or unfinished: on a full disk every attempt would leave one behind.
            if (described is null)
            {
                File.Delete(file);
            }
        }
    }

    private List<DataFile> Sources(IEnumerable<DataFile> files, WindowRange times, CancellationToken cancellationToken)
    {
        var sources = Overlapping(files, times);
        _check.Require(gold.Directory, sources, cancellationToken);
        return sources;
    }

    private List<DataFile> Overlapping(IEnumerable<DataFile> files, WindowRange times) =>
        [.. files.Where(file => file.MayContain(pipeline.Source.Time, times.From, times.To))];

    private LakeSchema Schema(WindowTableState table) => EventColumns.Schema(WindowTable.Columns(table.Definition, pipeline.Columns));
}
