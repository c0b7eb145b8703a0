using Analytics.Benchmarks.Jvm;
using Analytics.Benchmarks.Measures;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Benchmarks;

/// <summary>The comparison itself: real Apache Kafka, real Spark, the services as processes, both answers compared with the exact one.</summary>
[Trait("Category", "Spark")]
public sealed class VersusSparkTests
{
    [Fact]
    public async Task BothEngines_GiveTheExactAnswer()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME", "SPARK_HOME") is { } missing, "needs a JDK, KAFKA_HOME and SPARK_HOME");
        var data = Directory.CreateTempSubdirectory("analytics-versus-").FullName;
        try
        {
            var output = new StringWriter();

            var exit = await VersusSpark.RunAsync(20_000, data, output, TestContext.Current.CancellationToken);

            exit.ShouldBe(0, output.ToString());
            output.ToString().ShouldContain("embedded: answer exact");
            output.ToString().ShouldContain("spark: answer exact");
            output.ToString().ShouldContain("embedded ÷ Spark");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
