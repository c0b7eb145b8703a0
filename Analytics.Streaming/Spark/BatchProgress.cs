using Analytics.SparkConnect;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Spark;

/// <summary>Follows what one run of the query says of its batches, each counted once. Spark keeps the last hundred; what is said of them ends with the run.</summary>
internal sealed class BatchProgress(StreamingQuery query, StreamingMetrics metrics)
{
    /// <summary>The newest batch; null before the first.</summary>
    public SparkProgress? Newest { get; private set; }

    /// <summary>Asks the query.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await query.LastProgressAsync(cancellationToken) is not { } last || SparkProgress.Parse(last) is var newest && newest.Batch == Newest?.Batch)
        {
            return;
        }

        var isNext = newest.Batch == Newest?.Batch + 1;
        foreach (var batch in isNext ? [newest] : (await query.RecentProgressAsync(cancellationToken)).Select(SparkProgress.Parse))
        {
            if (!(batch.Batch <= Newest?.Batch))
            {
                metrics.ObserveSpark(batch);
                Newest = batch;
            }
        }
    }
}
