using System.Diagnostics;
using System.Text;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Telemetry;

/// <summary>
/// Finds the sampled producers' spans among a batch's records. A producer samples about one record a second, so every record is looked at while
/// batches are small, and the first of each partition while they are not: a look costs tens of nanoseconds, which large batches can't spare.
/// </summary>
internal static class TraceLinks
{
    private const int Most = 4;
    private const int LooksPerBatch = 2_000;

    public static void Collect(ParsedBatch batch)
    {
        var headers = new List<RecordHeader>();
        foreach (var partition in batch.Records.Partitions)
        {
            var looks = Math.Min(partition.Count, LooksPerBatch / batch.Records.Partitions.Length);
            for (var i = 0; i < looks && batch.Links.Count < Most; i++)
            {
                if (partition[i].HeadersLength == 0)
                {
                    continue;
                }

                headers.Clear();
                RecordHeaders.Read(partition[i].Headers, headers);
                if (TryFind(headers, out var context))
                {
                    batch.Links.Add(new ActivityLink(context));
                }
            }
        }
    }

    private static bool TryFind(List<RecordHeader> headers, out ActivityContext context)
    {
        foreach (var header in headers)
        {
            if (header.Name == KafkaTraceContext.TraceParent && header.Value is { } value)
            {
                return ActivityContext.TryParse(Encoding.UTF8.GetString(value), null, isRemote: true, out context);
            }
        }

        context = default;
        return false;
    }
}
