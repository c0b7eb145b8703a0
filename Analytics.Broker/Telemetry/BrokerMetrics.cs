using System.Diagnostics.Metrics;
using Analytics.Broker.Protocol;
using Analytics.Broker.Topics;

namespace Analytics.Broker.Telemetry;

/// <summary>The meter <c>Analytics.Broker</c>. Counted by request and by batch, never by record.</summary>
internal sealed class BrokerMetrics : IDisposable
{
    public const string MeterName = "Analytics.Broker";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _bytesIn;
    private readonly Counter<long> _bytesOut;
    private readonly Counter<long> _records;
    private readonly Counter<long> _batches;
    private readonly Histogram<double> _requests;
    private readonly UpDownCounter<int> _connections;
    private readonly KeyValuePair<string, object?>[] _apiTags = [.. Enumerable.Range(0, 128).Select(key => new KeyValuePair<string, object?>("api", ((ApiKey)key).ToString()))];

    public BrokerMetrics(TopicCatalog topics)
    {
        _bytesIn = _meter.CreateCounter<long>("broker.network.received", "By", "Bytes received from clients");
        _bytesOut = _meter.CreateCounter<long>("broker.network.sent", "By", "Bytes sent to clients");
        _records = _meter.CreateCounter<long>("broker.records.appended", "{record}", "Records appended to the log");
        _batches = _meter.CreateCounter<long>("broker.batches", "{batch}", "Batches produced, by outcome");
        _requests = _meter.CreateHistogram<double>("broker.request.duration", "s", "From the whole request to its answer, long polls included");
        _connections = _meter.CreateUpDownCounter<int>("broker.connections", "{connection}", "Clients connected");
        _meter.CreateObservableGauge("broker.topics", () => topics.All.Count(), "{topic}", "Topics");
        _meter.CreateObservableGauge("broker.partitions", () => topics.All.Sum(topic => topic.Partitions.Length), "{partition}", "Partitions");
        _meter.CreateObservableGauge("broker.log.size", () => topics.All.Select(SizeOf), "By", "Bytes of the log, by topic");
    }

    public void Received(int bytes) => _bytesIn.Add(bytes);

    public void Sent(long bytes) => _bytesOut.Add(bytes);

    public void Connected(int change) => _connections.Add(change);

    public void Appended(int records) => _records.Add(records);

    public void Produced(ErrorCode outcome) => _batches.Add(1, new KeyValuePair<string, object?>("outcome", outcome is ErrorCode.None ? "appended" : outcome.ToString()));

    public void Answered(ApiKey api, TimeSpan duration) => _requests.Record(duration.TotalSeconds, _apiTags[(int)api]);

    public void Dispose() => _meter.Dispose();

    private static Measurement<long> SizeOf(Topic topic) =>
        new(topic.Partitions.Sum(partition => partition.Size), new KeyValuePair<string, object?>("topic", topic.Name));
}
