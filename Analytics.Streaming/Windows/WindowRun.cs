using System.Diagnostics;
using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Files;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Windows;

/// <summary>Computes the windows of a plan from gold, one SQL statement per range, and commits them to <c>staging/&lt;table&gt;</c>.</summary>
internal sealed class WindowRun(
    PipelineDefinition pipeline,
    DeltaTable gold,
    WindowDatabase database,
    EngineStatus status,
    StreamingMetrics metrics,
    FaultPoints faults,
    TimeProvider time)
{
    public void Execute(WindowTableState table, WindowPlan plan, DeltaSnapshot goldSnapshot, string? traceParent, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        using var activity = StreamingMetrics.Source.StartActivity("windows", ActivityKind.Internal, parent);
        activity?.SetTag("analytics.table", table.Definition.Name);
        activity?.SetTag("analytics.gold_version", goldSnapshot.Version);

        List<DataFile> files = [.. plan.Ranges.Select(range => Compute(table, range, goldSnapshot, cancellationToken)).OfType<DataFile>()];
        var commit = new WindowCommit
        {
            Table = table.Definition.Name,
            GoldVersion = goldSnapshot.Version,
            ClosedTo = plan.ClosedTo,
            EndOfInput = plan.EndOfInput,
            Ranges = plan.Ranges,
            TraceParent = activity is { Recorded: true } ? activity.Id : null,
        };
        faults.Reach(Fault.BeforeWindowCommit);
        var snapshot = table.Staging.Commit(table.Snapshot, new DeltaTransaction
        {
            AppId = table.Definition.Name,
            TxnVersion = goldSnapshot.Version,
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

    /// <summary>The rows of a range as a file; null when there are none.</summary>
    private DataFile? Compute(WindowTableState table, WindowRange range, DeltaSnapshot goldSnapshot, CancellationToken cancellationToken)
    {
        var times = table.Geometry.EventTimes(range);
        List<DataFile> sources = [.. goldSnapshot.Files.Where(file => Overlaps(file, times))];
        if (sources.Count == 0)
        {
            return null;
        }

        var scan = LakeSql.Scan(gold.Directory, sources, goldSnapshot.Schema);
        var select = DuckDbWindowSql.Compile(pipeline, table.Definition, scan, range.From, range.To);
        Directory.CreateDirectory(table.Staging.Directory);
        var name = $"{table.Definition.Name}-{goldSnapshot.Version:D12}-{Guid.NewGuid():N}.parquet";
        var file = Path.Combine(table.Staging.Directory, name);
        DataFile? described = null;
        try
        {
            database.CopyToParquet(select, file, Schema(table), cancellationToken);
            described = ParquetFile.Describe(table.Staging.Directory, name) is { RowCount: > 0 } written ? written : null;
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

    private LakeSchema Schema(WindowTableState table) => EventColumns.Schema(WindowTable.Columns(table.Definition, pipeline.Columns));

    private bool Overlaps(DataFile file, WindowRange times) =>
        !file.Statistics.TryGetValue(pipeline.Source.Time, out var statistics)
        || statistics is not { Min: long first, Max: long last }
        || (last >= times.From && first < times.To);
}
