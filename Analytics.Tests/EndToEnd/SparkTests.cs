using System.Text.Json;
using Analytics.Benchmarks.Jvm;
using Analytics.Contracts.Columns;
using Analytics.Lake.Layout;
using Analytics.Tests.Spark;
using Analytics.Tests.SparkConnect;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The whole platform on Apache Kafka and Apache Spark, started by the AppHost or elsewhere.</summary>
[Trait("Category", "Spark")]
public sealed class SparkTests(SparkServer server)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(8);
    private static readonly string[] Counts = ["consumed", "accepted", "duplicate", "late", "gold", "quarantined", "balanced"];
    private static readonly string Sample = Path.Combine(AppHostProcess.Repository, "pipelines", "flights", "sample-20000.parquet");

    [Fact]
    public async Task NativeKafkaAndSpark_RunToTheEnd_WithTheRowsOfTheEmbeddedEngine()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME", "SPARK_HOME") is not null, "needs java, KAFKA_HOME and SPARK_HOME");
        using var folder = new TemporaryFolder();

        await RunAsync(folder, "spark", "--kafka", "native", "--engine", "spark", "--Platform:SparkPort=0");
        await RunAsync(folder, "embedded");

        var spark = Ledger(folder, "spark");
        spark.ShouldBe(Ledger(folder, "embedded"));
        spark.ShouldContain("consumed: 20000");
        foreach (var table in (string[])["events", "flights_by_origin_1d", "routes_7d"])
        {
            var rows = Rows(folder, "embedded", table);
            rows.Count.ShouldBeGreaterThan(1000, table);
            Rows(folder, "spark", table).ShouldBe(rows, table);
        }

        Directory.EnumerateFiles(folder.At("spark/lake/flights/spark"), "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task ClusterWithPasswordsAndTls_IsReachedBySpark_AsByEveryService()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();
        var listener = SecureListener.PasswordsAndTls(folder.Path);
        var spark = await server.ConnectionStringAsync();
        await using var kafka = await KafkaProcess.StartAsync(folder.At("kafka"), listener, TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await AppHostProcess.RunAsync(
            folder.Path,
            Timeout,
            listener.Client.Select(setting => KeyValuePair.Create($"Kafka__{setting.Key}", setting.Value)).Append(new("ConnectionStrings__spark", spark)).Append(new("Spark__Live", "true")),
            AppHostProcess.WithRandomPorts(
                "--kafka", kafka.BootstrapServers, "--engine", "spark", "--pipeline", "flights", "--input", Sample, "--data", "data", "--until-done", "--report", "spark.json"));

        exitCode.ShouldBe(0, $"{output}{error}");
        Ledger(folder, "spark").ShouldContain("consumed: 20000");
        $"{output}{error}".ShouldNotContain(SecureListener.Password);
    }

    private static async Task RunAsync(TemporaryFolder folder, string name, params string[] arguments)
    {
        var (exitCode, output, error) = await AppHostProcess.RunAsync(
            folder.Path, Timeout, AppHostProcess.WithRandomPorts(["--pipeline", "flights", "--input", Sample, "--data", name, "--until-done", "--report", name + ".json", .. arguments]));
        exitCode.ShouldBe(0, $"{output}{error}");
    }

    /// <summary>The rows of a gold table, in order. When and where Kafka took a record is another matter in each run.</summary>
    private static List<string> Rows(TemporaryFolder folder, string name, string table) =>
        PlatformRun.Rows(new LakeLayout(folder.At(name), "flights").Gold(table), column => column is not (OriginColumns.Partition or OriginColumns.Offset or OriginColumns.Timestamp));

    /// <summary>The counts of a report: those of partitions and tables are objects, and a table's files are its engine's.</summary>
    private static string Ledger(TemporaryFolder folder, string name)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(folder.At(name + ".json")));
        return string.Join('\n', Counts.Select(count => $"{count}: {report.RootElement.GetProperty(count).GetRawText()}"));
    }
}
