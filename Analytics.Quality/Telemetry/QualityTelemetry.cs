using System.Diagnostics;
using System.Diagnostics.Metrics;
using Analytics.Contracts.Commits;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Staging;

namespace Analytics.Quality.Telemetry;

/// <summary>Spans and metrics of settlement.</summary>
internal sealed class QualityTelemetry : IDisposable
{
    /// <summary>The name of the activity source and the meter.</summary>
    public const string Name = "Analytics.Quality";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _decided;
    private readonly Counter<long> _expectations;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _latency;
    private readonly TimeProvider _time;

    public QualityTelemetry(IMeterFactory meters, TimeProvider time, GateBoard board)
    {
        _time = time;
        _meter = meters.Create(Name);
        _rows = _meter.CreateCounter<long>("quality.rows", "{row}", "Rows settled, by outcome: gold or quarantined.");
        _decided = _meter.CreateCounter<long>("quality.quarantine.rows", "{row}", "Quarantined rows decided about, by outcome: released or discarded.");
        _expectations = _meter.CreateCounter<long>("quality.expectations", "{expectation}", "Expectations evaluated, by outcome and severity.");
        _duration = _meter.CreateHistogram<double>("quality.settlement.duration", "s", "From the first look at staged batches to their gold commit.");
        _latency = _meter.CreateHistogram<double>("quality.end_to_end.latency", "s", "From the newest event's Kafka timestamp to its gold commit.");
        _meter.CreateObservableGauge("quality.pending.batches", () => board.Gates.Select(gate => Measure(gate.PendingBatches, gate.Table)), "{batch}", "Staged batches not settled yet.");
        _meter.CreateObservableGauge("quality.gate.closed", () => board.Gates.Select(gate => Measure(gate.Closed ? 1 : 0, gate.Table)), description: "1 while a gate quarantines everything.");
        _meter.CreateObservableGauge("quality.results.delayed", () => board.PublicationFailure is null ? 0 : 1, description: "1 while results can't be published.");
    }

    /// <summary>The span of a settlement: it continues the trace of the first batch and links those of the others.</summary>
    public Activity? Start(string table, StagedRun run)
    {
        _ = ActivityContext.TryParse(run.Batches[0].TraceParent, null, isRemote: true, out var parent);
        var activity = _source.StartActivity($"settle {table}", ActivityKind.Consumer, parent, links: Links(run));
        activity?.SetTag("quality.table", table);
        activity?.SetTag("quality.batch.first", run.Batches[0].Number);
        activity?.SetTag("quality.batch.last", run.Last.Number);
        activity?.SetTag("quality.rows", run.Rows);
        return activity;
    }

    /// <summary>Records a committed settlement.</summary>
    public void Settled(AuditCommit audit, StagedRun run, TimeSpan duration)
    {
        _rows.Add(audit.Rows.Gold, Tag("quality.table", audit.Table), Tag("quality.outcome", "gold"));
        _rows.Add(audit.Rows.Quarantined, Tag("quality.table", audit.Table), Tag("quality.outcome", "quarantined"));
        _duration.Record(duration.TotalSeconds, Tag("quality.table", audit.Table));
        foreach (var verdict in audit.Verdicts)
        {
            _expectations.Add(1, Tag("quality.table", audit.Table), Tag("quality.severity", verdict.Severity), Tag("quality.outcome", verdict.Success ? "success" : "failure"));
        }

        if (run.NewestTimestamp is { } newest)
        {
            _latency.Record((_time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(newest)).TotalSeconds, Tag("quality.table", audit.Table));
        }
    }

    /// <summary>Records a committed release or discard.</summary>
    public void Decided(DecisionOutcome outcome)
    {
        _decided.Add(outcome.Released, Tag("quality.table", outcome.Table), Tag("quality.outcome", "released"));
        _decided.Add(outcome.Discarded, Tag("quality.table", outcome.Table), Tag("quality.outcome", "discarded"));
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private static IEnumerable<ActivityLink> Links(StagedRun run)
    {
        foreach (var batch in run.Batches.Skip(1))
        {
            if (ActivityContext.TryParse(batch.TraceParent, null, isRemote: true, out var context))
            {
                yield return new ActivityLink(context);
            }
        }
    }

    private static Measurement<int> Measure(int value, string table) => new(value, Tag("quality.table", table));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
