namespace Analytics.Tests.Streaming;

/// <summary>What ingest has to decide about a log, told naively: record by record, one partition after the other.</summary>
internal sealed class IngestModel
{
    private const long Delay = 10_000_000;

    public List<string> Accepted { get; } = [];

    public List<string> Side { get; } = [];

    public int Duplicates { get; private set; }

    /// <summary>Ids must not be shared between partitions, and repeats must lie within the delay: then no outcome depends on batches.</summary>
    public static IngestModel Of(IReadOnlyList<List<GeneratedEvent>> log)
    {
        var model = new IngestModel();
        for (var partition = 0; partition < log.Count; partition++)
        {
            var seen = new HashSet<string>();
            long? max = null;
            for (var offset = 0; offset < log[partition].Count; offset++)
            {
                var record = log[partition][offset];
                var place = $"{partition}/{offset}";
                if (record.IsPoison)
                {
                    model.Side.Add($"malformed_json {place}");
                }
                else if (record.Time < max - Delay)
                {
                    model.Side.Add($"late {place}");
                }
                else
                {
                    max = Math.Max(max ?? long.MinValue, record.Time);
                    if (seen.Add(record.Id))
                    {
                        model.Accepted.Add(place);
                    }
                    else
                    {
                        model.Duplicates++;
                    }
                }
            }
        }

        return model;
    }
}
