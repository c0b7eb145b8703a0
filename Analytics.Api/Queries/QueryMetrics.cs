using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Analytics.Api.Queries;

/// <summary>The meter and activity source <c>Analytics.Api</c>: queries by outcome, their duration and their rows.</summary>
internal sealed class QueryMetrics : IDisposable
{
    public const string MeterName = "Analytics.Api";

    /// <summary>One span per query, below the request's.</summary>
    public static readonly ActivitySource Source = new(MeterName);

    private const string Outcome = "outcome";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _queries;
    private readonly Counter<long> _rows;
    private readonly Histogram<double> _duration;

    public QueryMetrics()
    {
        _queries = _meter.CreateCounter<long>("analytics.api.queries", "{query}", "Queries by outcome: answered, Refused, Timeout, …");
        _rows = _meter.CreateCounter<long>("analytics.api.rows", "{row}", "Rows answered.");
        _duration = _meter.CreateHistogram<double>("analytics.api.query.duration", "s", "From the request to the last row, waiting for a worker included.");
    }

    public void Answered(TimeSpan elapsed, long rows)
    {
        _rows.Add(rows);
        Record(elapsed, "answered");
    }

    public void Failed(TimeSpan elapsed, string outcome) => Record(elapsed, outcome);

    public void Dispose() => _meter.Dispose();

    private void Record(TimeSpan elapsed, string outcome)
    {
        var tag = new KeyValuePair<string, object?>(Outcome, outcome);
        _queries.Add(1, tag);
        _duration.Record(elapsed.TotalSeconds, tag);
    }
}
