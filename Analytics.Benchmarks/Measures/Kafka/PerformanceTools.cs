using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Benchmarks.Jvm;

namespace Analytics.Benchmarks.Measures.Kafka;

/// <summary>Kafka's own tools, as its distribution has them, and what their last lines say.</summary>
internal static partial class PerformanceTools
{
    /// <returns>Records per second and the 99th percentile of the acknowledgement in milliseconds, without the warm-up.</returns>
    public static async Task<(double Rate, double P99)> ProduceAsync(
        MeasuredBroker broker, string topic, int records, int recordBytes, string acks, string compression, int rate, CancellationToken cancellationToken)
    {
        var output = await RunAsync(
            "org.apache.kafka.tools.ProducerPerformance",
            [
                "--topic", topic, "--num-records", $"{records}", "--record-size", $"{recordBytes}", "--throughput", $"{rate}",
                "--producer-props", $"bootstrap.servers={broker.BootstrapServers}", $"acks={acks}", $"compression.type={compression}",
            ],
            cancellationToken).ConfigureAwait(false);
        var total = TotalLine().Matches(output).LastOrDefault() ?? throw new InvalidDataException($"ProducerPerformance wrote no total: {output}");
        return (Number(total.Groups["rate"]), Number(total.Groups["p99"]));
    }

    /// <returns>Records per second of the time in which it fetched.</returns>
    public static async Task<double> ConsumeAsync(MeasuredBroker broker, string topic, int records, CancellationToken cancellationToken)
    {
        var output = await RunAsync(
            "org.apache.kafka.tools.ConsumerPerformance",
            ["--bootstrap-server", broker.BootstrapServers, "--topic", topic, "--messages", $"{records}", "--timeout", "60000"],
            cancellationToken).ConfigureAwait(false);

        // start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec
        var fields = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Last(line => line.StartsWith("20", StringComparison.Ordinal)).Split(", ");
        return double.Parse(fields[^1], CultureInfo.InvariantCulture);
    }

    private static Task<string> RunAsync(string tool, string[] arguments, CancellationToken cancellationToken) =>
        JavaCommand.RunAsync(JavaCommand.Start(JavaCommand.Jars("KAFKA_HOME", "libs"), "512m", [tool, .. arguments]), cancellationToken);

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"records sent, (?<rate>[\d.]+) records/sec.*95th, (?<p99>[\d.]+) ms 99th")]
    private static partial Regex TotalLine();
}
