using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Analytics.Tests.Spark;

/// <summary>
/// Takes the metrics that a service exports over OTLP (HTTP, protobuf) and keeps the newest value of each: opentelemetry-proto,
/// <c>ExportMetricsServiceRequest.resource_metrics[].scope_metrics[].metrics[]</c> with gauges, sums and histograms, of which the number of measurements is taken.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, double> _values = new();
    private readonly WebApplication _server;

    private OtlpReceiver(WebApplication server) => _server = server;

    /// <summary>The environment of a service that exports to it, twice a second.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", _server.Urls.Single()),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(server);
        server.MapPost("/v1/metrics", receiver.ReceiveAsync);
        await server.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>The newest value; null before the first.</summary>
    /// <param name="metric">Its name, and its attributes in their order: <c>analytics.ingest.records{outcome=late}</c>.</param>
    public double? this[string metric] => _values.TryGetValue(metric, out var value) ? value : null;

    /// <summary>Waits until a metric has a value that is wanted.</summary>
    public async Task WaitAsync(string metric, Func<double, bool> isWanted, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (this[metric] is not { } value || !isWanted(value))
        {
            try
            {
                await Task.Delay(100, patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{metric} is {this[metric]}; there are {string.Join(", ", _values.Where(value => value.Key.StartsWith("analytics", StringComparison.Ordinal)).Order().Select(value => $"{value.Key} = {value.Value}"))}");
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        foreach (var metric in Messages(body.ToArray(), 1).SelectMany(resource => Messages(resource, 2)).SelectMany(scope => Messages(scope, 2)))
        {
            var name = Messages(metric, 1).Single().ToStringUtf8();
            foreach (var point in Messages(metric, 5).Concat(Messages(metric, 7)).SelectMany(data => Messages(data, 1)))
            {
                Keep(name, point, attributes: 7);
            }

            foreach (var point in Messages(metric, 9).SelectMany(data => Messages(data, 1)))
            {
                Keep(name, point, attributes: 9);
            }
        }

        return Results.Bytes([], "application/x-protobuf");
    }

    private static List<ByteString> Messages(ReadOnlyMemory<byte> message, int field) => Messages(UnsafeByteOperations.UnsafeWrap(message), field);

    private static List<ByteString> Messages(ByteString message, int field)
    {
        List<ByteString> found = [];
        var input = message.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited))
            {
                found.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }

    private void Keep(string name, ByteString point, int attributes)
    {
        var labels = Messages(point, attributes).Select(attribute => $"{Messages(attribute, 1).Single().ToStringUtf8()}={Text(Messages(attribute, 2).Single())}").ToList();
        var input = point.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            // as_int of a number's point and count of a histogram's; as_double.
            if (tag == WireFormat.MakeTag(6, WireFormat.WireType.Fixed64) || (attributes == 9 && tag == WireFormat.MakeTag(4, WireFormat.WireType.Fixed64)))
            {
                _values[Key()] = input.ReadSFixed64();
            }
            else if (tag == WireFormat.MakeTag(4, WireFormat.WireType.Fixed64))
            {
                _values[Key()] = input.ReadDouble();
            }
            else
            {
                input.SkipLastField();
            }
        }

        string Key() => labels.Count == 0 ? name : $"{name}{{{string.Join(',', labels)}}}";
    }

    /// <summary>An AnyValue: a text or an integer.</summary>
    private static string Text(ByteString value)
    {
        var input = value.CreateCodedInput();
        return input.ReadTag() == WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited) ? input.ReadString() : input.ReadInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
