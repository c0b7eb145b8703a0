using System.Globalization;
using Analytics.Benchmarks.Jvm;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// The reference job on the embedded engine (audits included) and on Spark Structured Streaming, one after the other, both reading the same topic of
/// the same Apache Kafka. All answers are compared with the exact one before a figure is printed. The embedded engine takes seconds, less than a shared host's moods
/// last: it runs several times, each time from an empty lake and with new processes, and the median in CPU counts.
/// </summary>
internal static class VersusSpark
{
    private const int EmbeddedRuns = 3;

    /// <returns>0; 1 when an answer is wrong; 2 when Kafka, Spark or Java is missing.</returns>
    public static async Task<int> RunAsync(int count, string data, TextWriter output, CancellationToken cancellationToken)
    {
        if (JavaCommand.Missing("KAFKA_HOME", "SPARK_HOME") is { } missing)
        {
            await Console.Error.WriteLineAsync($"versus-spark: {missing}").ConfigureAwait(false);
            return 2;
        }

        var events = ReferenceEvents.OfLastHours(count);
        var answer = ReferenceAnswer.Of(events);
        await using var kafka = await KafkaProcess.StartAsync(Path.Combine(data, "kafka"), cancellationToken).ConfigureAwait(false);
        var runs = new List<(EmbeddedRun Run, int SchemaId, TimeSpan KafkaCpu)>();
        for (var i = 1; i <= EmbeddedRuns; i++)
        {
            runs.Add(await EmbeddedAsync(kafka, events, answer, Path.Combine(data, $"embedded-{i}"), isFirst: i == 1, output, cancellationToken).ConfigureAwait(false));
        }

        var (embedded, id, embeddedKafka) = runs.OrderBy(run => run.Run.JobCpuSeconds).ElementAt(EmbeddedRuns / 2);

        // Spark closes a window when later events arrive: one per partition, an hour later, which belong to windows that stay open.
        await TopicLoader.LoadAsync(kafka.BootstrapServers, events.Later(3_600_000_000), count, count + TopicLoader.Partitions, id, perSecond: null, cancellationToken).ConfigureAwait(false);
        var rows = Path.Combine(data, "spark-rows");
        var before = kafka.Process.CpuTime;
        var spark = await SparkReferenceJob.RunAsync(kafka.BootstrapServers, id, count, rows, Directory.CreateDirectory(Path.Combine(data, "spark")).FullName, cancellationToken).ConfigureAwait(false);
        var sparkKafka = kafka.Process.CpuTime - before;

        var right = await Report.ExactAsync(output, "embedded", [.. runs.SelectMany(run => run.Run.Problems)]).ConfigureAwait(false);
        right &= await Report.ExactAsync(output, "spark", AnswerCheck.Differences(rows, answer)).ConfigureAwait(false);
        if (!right)
        {
            return 1;
        }

        var ours = embedded.Figures;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {string.Join(Environment.NewLine, runs.Select(run => $"{run.Run.Figures}, ingest, audits and windows {run.Run.JobCpuSeconds:F2} CPU s"))}
            the median of these:
            {embedded.Details}
            {spark}
            Apache Kafka's own CPU, not counted above: {embeddedKafka.TotalSeconds:F2} s while embedded ran, {sparkKafka.TotalSeconds:F2} s while Spark ran
            embedded ÷ Spark: {ours.RecordsPerSecond / spark.RecordsPerSecond:F1} times the records/s, {ours.RecordsPerCpuSecond / spark.RecordsPerCpuSecond:F1} times the records per CPU second, {(double)ours.PeakBytes / spark.PeakBytes:F2} times the memory
            ingest, audits and windows ÷ Spark (neither serves): {ours.Records / embedded.JobCpuSeconds / spark.RecordsPerCpuSecond:F1} times the records per CPU second
            """)).ConfigureAwait(false);
        return 0;
    }

    private static async Task<(EmbeddedRun Run, int SchemaId, TimeSpan KafkaCpu)> EmbeddedAsync(
        KafkaProcess kafka, ReferenceEvents events, ReferenceAnswer answer, string data, bool isFirst, TextWriter output, CancellationToken cancellationToken)
    {
        await using var platform = new PlatformProcesses(data, PlatformProcesses.ReferencePipeline, kafka.BootstrapServers);
        await platform.StartLogAsync(cancellationToken).ConfigureAwait(false);
        var id = await TopicLoader.RegisterAsync(platform.Registry, cancellationToken).ConfigureAwait(false);
        if (isFirst)
        {
            await TopicLoader.CreateTopicAsync(platform.BootstrapServers).ConfigureAwait(false);
            await TopicLoader.LoadAsync(platform.BootstrapServers, events, 0, events.Count, id, perSecond: null, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{events.Count:N0} records loaded into Apache Kafka")).ConfigureAwait(false);
        }

        var before = kafka.Process.CpuTime;
        var run = await EmbeddedRun.MeasureAsync(platform, answer, events.Count, cancellationToken).ConfigureAwait(false);
        return (run, id, kafka.Process.CpuTime - before);
    }
}
