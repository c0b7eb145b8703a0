using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Benchmarks.Measures;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;

namespace Analytics.Benchmarks.Jvm;

/// <summary>The reference job on Spark Structured Streaming (<c>ReferenceJob.java</c>), compiled here and run as a process of its own.</summary>
internal static class SparkReferenceJob
{
    /// <summary>Records per micro-batch: three batches of the full job. One batch of all and the parallel collector were no faster.</summary>
    public const int RecordsPerBatch = 700_000;

    /// <summary>Runs the job over the topic; its rows are in <paramref name="output"/> afterwards.</summary>
    /// <returns>Seconds are those from the query's start to its end; CPU and memory are the whole process's, start-up included.</returns>
    public static async Task<EngineFigures> RunAsync(string bootstrapServers, int schemaId, int records, string output, string work, CancellationToken cancellationToken)
    {
        var classes = Directory.CreateDirectory(Path.Combine(work, "classes")).FullName;
        var jars = JavaCommand.Jars("SPARK_HOME", "jars");
        await JavaCommand.RunAsync(new("javac", ["-cp", jars, "-d", classes, JavaCommand.File("ReferenceJob.java")]), cancellationToken).ConfigureAwait(false);

        var start = JavaCommand.Start(
            $"{classes}{Path.PathSeparator}{jars}",
            "4g",
            string.Create(CultureInfo.InvariantCulture, $"-DmaxOffsetsPerTrigger={RecordsPerBatch}"),
            "ReferenceJob",
            bootstrapServers,
            TopicLoader.Topic,
            schemaId.ToString(CultureInfo.InvariantCulture),
            output,
            work);
        await using var process = ServiceProcess.Start("spark", start, work);
        var result = Path.Combine(work, "result.json");
        while (!File.Exists(result))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Apache Spark ended: see {process.LogFile}.");
            }

            await Task.Delay(50, cancellationToken).ConfigureAwait(false);
        }

        var json = JsonNode.Parse(await File.ReadAllTextAsync(result, cancellationToken).ConfigureAwait(false))!;
        return new EngineFigures("spark", records, (double)json["seconds"]!, process.CpuTime.TotalSeconds, process.PeakResidentBytes);
    }
}
