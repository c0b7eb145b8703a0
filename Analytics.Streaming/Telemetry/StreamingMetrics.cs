using System.Diagnostics;
using System.Diagnostics.Metrics;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Spark;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Telemetry;

/// <summary>Spans and metrics of the service: once per batch, never per record.</summary>
internal sealed class StreamingMetrics : IDisposable
{
    public const string Name = "Analytics.Streaming";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _records;
    private readonly Histogram<double> _duration;
    private readonly Gauge<long> _lag;
    private readonly Gauge<double> _watermarkDelay;
    private readonly Gauge<long> _dedupIds;
    private readonly Gauge<long> _dedupBytes;
    private readonly Gauge<int> _dedupLimited;
    private readonly Counter<long> _windows;
    private readonly Histogram<double> _windowDuration;
    private readonly Counter<long> _published;
    private readonly Gauge<long> _sparkState;
    private readonly Gauge<long> _sparkStateBytes;
    private readonly Gauge<long> _sparkStateDisk;
    private readonly Counter<long> _sparkDropped;
    private readonly Histogram<double> _sparkBatchDuration;
    private readonly Counter<long> _sparkRestarts;

    public StreamingMetrics(IMeterFactory meters, EngineStatus status)
    {
        _meter = meters.Create(Name);
        _records = _meter.CreateCounter<long>("analytics.ingest.records", "{record}", "Records by outcome.");
        _duration = _meter.CreateHistogram<double>("analytics.ingest.batch.duration", "s", "Time of a batch by step.");
        _lag = _meter.CreateGauge<long>("analytics.ingest.lag", "{record}", "Records not yet committed, by partition.");
        _watermarkDelay = _meter.CreateGauge<double>("analytics.ingest.watermark.delay", "s", "Now minus the watermark.");
        _dedupIds = _meter.CreateGauge<long>("analytics.ingest.dedup.ids", "{id}", "Ids in the index of known events.");
        _dedupBytes = _meter.CreateGauge<long>("analytics.ingest.dedup.size", "By", "Memory of the index of known events.");
        _dedupLimited = _meter.CreateGauge<int>("analytics.ingest.dedup.limited", description: "1 while the index of known events is larger than its bound and ingest is slowed down.");
        _windows = _meter.CreateCounter<long>("analytics.windows.rows", "{row}", "Rows of closed or recomputed windows, by table.");
        _windowDuration = _meter.CreateHistogram<double>("analytics.windows.run.duration", "s", "Time of a window run, by table.");
        _published = _meter.CreateCounter<long>("analytics.publish.records", "{record}", "Records published to side tables and topics, by table.");
        _sparkState = _meter.CreateGauge<long>("analytics.spark.state.rows", "{row}", "Rows in the state of the Spark query.");
        _sparkStateBytes = _meter.CreateGauge<long>("analytics.spark.state.size", "By", "Memory of the state of the Spark query.");
        _sparkStateDisk = _meter.CreateGauge<long>("analytics.spark.state.disk", "By", "Files of the state of the Spark query.");
        _sparkDropped = _meter.CreateCounter<long>("analytics.spark.dropped", "{record}", "Records that the Spark query dropped, by reason, as far as its progress was seen.");
        _sparkBatchDuration = _meter.CreateHistogram<double>("analytics.spark.batch.duration", "s", "Time of a micro-batch of the Spark query, as far as its progress was seen.");
        _sparkRestarts = _meter.CreateCounter<long>("analytics.spark.restarts", "{start}", "Starts of the Spark query after its first, by reason.");
        _meter.CreateObservableGauge(
            "analytics.streaming.state",
            () => new Measurement<int>(1, new KeyValuePair<string, object?>("state", status.State)),
            description: "1 for the state that the engine is in.");
    }

    public void Committed(BatchOutcome outcome, ParsedBatch batch, TimeSpan decide, TimeSpan write, Activity? activity)
    {
        Count("accepted", outcome.Counts.Accepted);
        Count("duplicate", outcome.Counts.Duplicate);
        Count("late", outcome.Counts.Late);
        Count("dead_lettered", outcome.Counts.DeadLettered);
        Duration("fetch", batch.FetchTime);
        Duration("parse", batch.ParseTime);
        Duration("decide", decide);
        Duration("write", write);
        activity?.SetTag(KafkaTags.BatchCount, outcome.Counts.Consumed);
        activity?.SetTag("analytics.batch", outcome.State.NextBatch - 1);
        activity?.SetTag("analytics.accepted", outcome.Counts.Accepted);
    }

    /// <summary>Late events that have become rows after all.</summary>
    public void FoldedIn(long rows) => Count("folded_in", rows);

    public void Observe(IngestProgress progress, TimeProvider time)
    {
        for (var partition = 0; partition < progress.Lag.Count; partition++)
        {
            if (progress.Lag[partition] is { } lag)
            {
                _lag.Record(lag, new KeyValuePair<string, object?>(KafkaTags.Partition, partition));
            }
        }

        if (progress.State.Watermark is { } watermark)
        {
            _watermarkDelay.Record((time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - (watermark / 1e6));
        }

        _dedupIds.Record(progress.DedupIds);
        _dedupBytes.Record(progress.DedupBytes);
        _dedupLimited.Record(progress.IsDedupLimited ? 1 : 0);
    }

    /// <summary>Counts what a commit has taken over from Spark.</summary>
    public void Imported(IngestState before, IngestState after, TimeSpan write)
    {
        var (was, now) = (before.Totals, after.Totals);
        Count("accepted", now.Accepted - was.Accepted);
        Count("duplicate", now.Duplicate - was.Duplicate);
        Count("late", now.Late - was.Late);
        Count("dead_lettered", now.DeadLettered - was.DeadLettered);
        Duration("write", write);
    }

    /// <summary>Takes what the Spark query says of a batch; of each batch once.</summary>
    public void ObserveSpark(SparkProgress progress)
    {
        _sparkState.Record(progress.State.Rows);
        _sparkStateBytes.Record(progress.State.MemoryBytes);
        _sparkStateDisk.Record(progress.State.DiskBytes);
        _sparkBatchDuration.Record(progress.Duration.TotalSeconds);
        _sparkDropped.Add(progress.DroppedLate, new KeyValuePair<string, object?>("reason", "late"));
        _sparkDropped.Add(progress.DroppedDuplicates, new KeyValuePair<string, object?>("reason", "duplicate"));
    }

    /// <summary>Counts a start of the Spark query that is not the first.</summary>
    /// <param name="reason">The state that the run before has ended in, or <c>outdated_schemas</c>.</param>
    public void SparkRestarts(string reason) => _sparkRestarts.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void WindowRun(string table, long rows, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("table", table);
        _windows.Add(rows, tag);
        _windowDuration.Record(duration.TotalSeconds, tag);
    }

    public void Published(string table, long records) => _published.Add(records, new KeyValuePair<string, object?>("table", table));

    public void Dispose() => _meter.Dispose();

    private void Count(string outcome, long records)
    {
        if (records > 0)
        {
            _records.Add(records, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    private void Duration(string step, TimeSpan duration) => _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("step", step));
}
