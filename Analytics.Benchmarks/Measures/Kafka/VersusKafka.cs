using System.Globalization;
using Analytics.Benchmarks.Jvm;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.Benchmarks.Measures.Kafka;

/// <summary>The embedded broker and Apache Kafka (-Xmx1g) in turns on one machine, with Kafka's own tools. Every line has both and their ratio.</summary>
internal static class VersusKafka
{
    private const int LatencyRate = 10_000;
    private const int MaxRounds = 3;

    public static async Task<int> RunAsync(int records, bool quick, string data, TextWriter output, CancellationToken cancellationToken)
    {
        if (JavaCommand.Missing("KAFKA_HOME") is { } missing)
        {
            await Console.Error.WriteLineAsync(missing).ConfigureAwait(false);
            return 2;
        }

        await using var kafka = await MeasuredBroker.StartKafkaAsync(Path.Combine(data, "kafka"), cancellationToken).ConfigureAwait(false);
        await using var embedded = await MeasuredBroker.StartEmbeddedAsync(Path.Combine(data, "embedded"), cancellationToken).ConfigureAwait(false);
        MeasuredBroker[] brokers = [embedded, kafka];
        await output.WriteLineAsync("| measure | embedded | Apache Kafka | ratio |\n|---|---|---|---|").ConfigureAwait(false);
        await LineAsync(output, "start to first answer, ms", [.. brokers.Select(broker => broker.StartTime.TotalMilliseconds)]).ConfigureAwait(false);
        await WarmUpAsync(brokers, records, cancellationToken).ConfigureAwait(false);
        foreach (var (bytes, partitions, acks, compression) in Combinations(quick))
        {
            await ThroughputAsync(brokers, records, bytes, partitions, acks, compression, output, cancellationToken).ConfigureAwait(false);
        }

        await LatencyAsync(brokers, quick, output, cancellationToken).ConfigureAwait(false);
        await LineAsync(output, "resident memory after it, MB", [.. brokers.Select(broker => broker.Process.ResidentBytes / 1048576.0)]).ConfigureAwait(false);
        await LineAsync(output, "highest resident memory, MB", [.. brokers.Select(broker => broker.Process.PeakResidentBytes / 1048576.0)]).ConfigureAwait(false);
        await LineAsync(output, "CPU seconds of the broker in all", [.. brokers.Select(broker => broker.Process.CpuTime.TotalSeconds)]).ConfigureAwait(false);
        return 0;
    }

    private static IEnumerable<(int Bytes, int Partitions, string Acks, string Compression)> Combinations(bool quick) =>
        from bytes in (int[])[300, 1024]
        from partitions in (int[])[1, 6]
        from acks in (string[])["1", "all"]
        from compression in (string[])["none", "lz4"]
        where !quick || (acks == "all" && (bytes, partitions, compression) is (300, 6, "none") or (1024, 1, "none") or (1024, 6, "lz4"))
        select (bytes, partitions, acks, compression);

    private static async Task WarmUpAsync(MeasuredBroker[] brokers, int records, CancellationToken cancellationToken)
    {
        foreach (var broker in brokers)
        {
            await CreateAsync(broker, "warm-up", 6).ConfigureAwait(false);
            await PerformanceTools.ProduceAsync(broker, "warm-up", records / 2, 300, "all", "none", -1, cancellationToken).ConfigureAwait(false);
            await PerformanceTools.ConsumeAsync(broker, "warm-up", records / 2, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where the embedded broker comes out behind, once says little on a busy machine: then twice more, with the orders swapped, and the medians.</summary>
    private static async Task ThroughputAsync(
        MeasuredBroker[] brokers, int records, int bytes, int partitions, string acks, string compression, TextWriter output, CancellationToken cancellationToken)
    {
        var topic = $"t-{bytes}-{partitions}-{acks}-{compression}";
        var rounds = new List<ThroughputRound[]>();
        do
        {
            var round = new ThroughputRound[brokers.Length];
            foreach (var i in Order(brokers.Length, rounds.Count))
            {
                await CreateAsync(brokers[i], $"{topic}-{rounds.Count}", partitions).ConfigureAwait(false);
                round[i] = await ThroughputRound.ProduceAsync(brokers[i], $"{topic}-{rounds.Count}", records, bytes, acks, compression, cancellationToken).ConfigureAwait(false);
            }

            foreach (var i in Order(brokers.Length, rounds.Count))
            {
                round[i] = await round[i].ConsumeAsync(brokers[i], $"{topic}-{rounds.Count}", records, cancellationToken).ConfigureAwait(false);
            }

            rounds.Add(round);
        }
        while (rounds.Count < MaxRounds && (rounds.Count > 1 || rounds[0][0].IsBehind(rounds[0][1])));

        double[] MedianOf(Func<ThroughputRound, double> figure) =>
            [.. Enumerable.Range(0, brokers.Length).Select(i => rounds.Select(round => figure(round[i])).Order().ElementAt(rounds.Count / 2))];

        var name = $"{bytes} bytes, {partitions} partitions, acks {acks}, {compression}{(rounds.Count > 1 ? $" (median of {rounds.Count})" : "")}";
        await LineAsync(output, $"produce, {name}, records/s", MedianOf(round => round.ProduceRate)).ConfigureAwait(false);
        await LineAsync(output, "p99 of its acknowledgements, ms", MedianOf(round => round.ProduceP99)).ConfigureAwait(false);
        await LineAsync(output, "the broker's CPU for it, ns a record", MedianOf(round => round.ProduceCost)).ConfigureAwait(false);
        await LineAsync(output, $"consume, {name}, records/s", MedianOf(round => round.ConsumeRate)).ConfigureAwait(false);
        await LineAsync(output, "the broker's CPU for it, ns a record", MedianOf(round => round.ConsumeCost)).ConfigureAwait(false);
    }

    private static IEnumerable<int> Order(int count, int round) => round % 2 == 0 ? Enumerable.Range(0, count) : Enumerable.Range(0, count).Reverse();

    private static async Task LatencyAsync(MeasuredBroker[] brokers, bool quick, TextWriter output, CancellationToken cancellationToken)
    {
        var results = new LatencyHistogram[brokers.Length];
        for (var i = 0; i < brokers.Length; i++)
        {
            await CreateAsync(brokers[i], "latency", 6).ConfigureAwait(false);
            results[i] = await EndToEnd.RunAsync(brokers[i], "latency", LatencyRate, TimeSpan.FromSeconds(quick ? 10 : 30), cancellationToken).ConfigureAwait(false);
        }

        await LineAsync(output, $"end to end at {LatencyRate}/s: p50, ms", [.. results.Select(result => (double)result.At(0.5))]).ConfigureAwait(false);
        await LineAsync(output, "p99, ms", [.. results.Select(result => (double)result.At(0.99))]).ConfigureAwait(false);
        await LineAsync(output, "records seen", [.. results.Select(result => (double)result.Count)]).ConfigureAwait(false);
    }

    private static async Task CreateAsync(MeasuredBroker broker, string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]).ConfigureAwait(false);
    }

    private static Task LineAsync(TextWriter output, string measure, double[] values) =>
        output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {measure} | {values[0]:N0} | {values[1]:N0} | {values[0] / values[1]:F2} |"));
}
