using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Answers at once when there is enough, otherwise as soon as there is, at the latest after the client's maximum wait.</summary>
internal sealed class FetchHandler(BrokerContext broker) : ApiHandler<FetchRequest>
{
    /// <summary>A client that is gone without a word is noticed when it is answered: none may ask for an answer in weeks.</summary>
    private const int MaxWaitMs = 5 * 60 * 1000;

    protected override ValueTask<IKafkaResponse?> HandleAsync(FetchRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var (response, isEnough) = Collect(request);
        return isEnough || request.MaxWaitMs <= 0 ? ValueTask.FromResult<IKafkaResponse?>(response) : WaitAsync(request, cancellationToken);
    }

    private async ValueTask<IKafkaResponse?> WaitAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        var started = broker.Time.GetTimestamp();
        var maxWait = TimeSpan.FromMilliseconds(Math.Min(request.MaxWaitMs, MaxWaitMs));
        var logs = LogsOf(request);
        while (true)
        {
            var left = maxWait - broker.Time.GetElapsedTime(started);
            using var wait = new FetchWait(left > TimeSpan.Zero ? left : TimeSpan.Zero, broker.Time, cancellationToken);
            foreach (var log in logs)
            {
                log.AddWait(wait);
            }

            // Looked at after the wait is in place: what is appended from here on signals it.
            var (response, isEnough) = Collect(request);
            var grew = isEnough || await wait.Completion;
            foreach (var log in logs)
            {
                log.RemoveWait(wait);
            }

            if (isEnough)
            {
                return response;
            }

            if (!grew)
            {
                return Collect(request).Response;
            }
        }
    }

    private PartitionLog[] LogsOf(FetchRequest request)
    {
        var logs = new List<PartitionLog>();
        foreach (var topic in request.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                if (broker.Topics.Partition(topic.Name, partition.Index) is { } log)
                {
                    logs.Add(log);
                }
            }
        }

        return [.. logs];
    }

    private (FetchResponse Response, bool IsEnough) Collect(FetchRequest request)
    {
        var left = Math.Clamp(request.MaxBytes, 0, broker.Options.MaxFetchBytes);
        var bytes = 0L;
        var failed = false;
        var topics = new FetchResponse.Topic[request.Topics.Length];
        for (var i = 0; i < topics.Length; i++)
        {
            var topic = request.Topics[i];
            var partitions = new FetchResponse.Partition[topic.Partitions.Length];
            for (var j = 0; j < partitions.Length; j++)
            {
                var partition = Read(topic.Name, topic.Partitions[j], request.CommittedOnly, left, isFirst: bytes == 0);
                partitions[j] = partition;
                bytes += partition.Records.Length;
                left = Math.Max(0, left - partition.Records.Length);
                failed |= partition.Error is not ErrorCode.None;
            }

            topics[i] = new FetchResponse.Topic(topic.Name, partitions);
        }

        return (new FetchResponse(topics), failed || bytes >= request.MinBytes);
    }

    private FetchResponse.Partition Read(string topic, FetchRequest.Partition partition, bool committedOnly, int left, bool isFirst)
    {
        if (broker.Topics.Partition(topic, partition.Index) is not { } log)
        {
            return FetchResponse.Partition.Failed(partition.Index, ErrorCode.UnknownTopicOrPartition);
        }

        if (LeaderEpochs.Check(partition.LeaderEpoch) is not ErrorCode.None and var stale)
        {
            return FetchResponse.Partition.Failed(partition.Index, stale);
        }

        var error = log.Read(partition.Offset, Math.Min(left, partition.MaxBytes), isFirst, out var records, committedOnly);
        if (error is not ErrorCode.None)
        {
            return FetchResponse.Partition.Failed(partition.Index, error, log.StartOffset);
        }

        // Looked up after the records: a marker among them is in the index by now.
        var aborted = committedOnly ? log.AbortedIn(partition.Offset, records) : null;
        return new FetchResponse.Partition(partition.Index, error, log.EndOffset, log.LastStableOffset, log.StartOffset, aborted, records);
    }
}
