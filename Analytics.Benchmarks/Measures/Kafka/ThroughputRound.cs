namespace Analytics.Benchmarks.Measures.Kafka;

/// <summary>What one broker did with one topic: written by Kafka's tool, then read by it.</summary>
/// <param name="ProduceRate">Records per second.</param>
/// <param name="ProduceP99">Of the acknowledgements, in milliseconds.</param>
/// <param name="ProduceCost">The broker's CPU time for a record, in nanoseconds.</param>
/// <param name="ConsumeRate">Records per second.</param>
/// <param name="ConsumeCost">As above.</param>
internal readonly record struct ThroughputRound(double ProduceRate, double ProduceP99, double ProduceCost, double ConsumeRate, double ConsumeCost)
{
    public static async Task<ThroughputRound> ProduceAsync(
        MeasuredBroker broker, string topic, int records, int bytes, string acks, string compression, CancellationToken cancellationToken)
    {
        var before = broker.Process.CpuTime;
        var (rate, p99) = await PerformanceTools.ProduceAsync(broker, topic, records, bytes, acks, compression, -1, cancellationToken).ConfigureAwait(false);
        return new ThroughputRound(rate, p99, CostOf(broker, before, records), 0, 0);
    }

    public async Task<ThroughputRound> ConsumeAsync(MeasuredBroker broker, string topic, int records, CancellationToken cancellationToken)
    {
        var before = broker.Process.CpuTime;
        var rate = await PerformanceTools.ConsumeAsync(broker, topic, records, cancellationToken).ConfigureAwait(false);
        return this with { ConsumeRate = rate, ConsumeCost = CostOf(broker, before, records) };
    }

    /// <summary>Whether the other one had more throughput or the shorter p99.</summary>
    public bool IsBehind(ThroughputRound other) => ProduceRate < other.ProduceRate || ConsumeRate < other.ConsumeRate || ProduceP99 > other.ProduceP99;

    private static double CostOf(MeasuredBroker broker, TimeSpan before, int records) => (broker.Process.CpuTime - before).TotalNanoseconds / records;
}
