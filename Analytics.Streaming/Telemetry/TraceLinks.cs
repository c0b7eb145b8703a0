using System.Diagnostics;
using System.Text;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Telemetry;

/// <summary>Links a batch to the spans of sampled producers: the first record of each partition is looked at, never every record.</summary>
internal static class TraceLinks
{
    private const int Most = 4;

    public static void Collect(IRecordSource source, ParsedBatch batch)
    {
        var headers = new List<RecordHeader>();
        foreach (var partition in batch.Records.Partitions)
        {
            if (partition.Count == 0 || batch.Links.Count == Most)
            {
                continue;
            }

            headers.Clear();
            source.ReadHeaders(partition[0], headers);
            foreach (var header in headers)
            {
                if (header.Name == KafkaTraceContext.TraceParent
                    && header.Value is { } value
                    && ActivityContext.TryParse(Encoding.UTF8.GetString(value), null, isRemote: true, out var context))
                {
                    batch.Links.Add(new ActivityLink(context));
                }
            }
        }
    }
}
