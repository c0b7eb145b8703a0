using Analytics.Benchmarks.Jvm;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// A Java program of many checks against a broker of its own. The lines beside it (<c>NAME.txt</c>) are those that it gives with Apache Kafka 4.2; where
/// this broker differs, Kafka's line begins with "- " and this broker's follows with "+ ".
/// </summary>
internal static class JavaMatrix
{
    /// <param name="name">Of the program, without <c>.java</c>.</param>
    /// <param name="home">The variable with the distribution whose client it uses; without it the test is skipped.</param>
    /// <param name="folder">The distribution's folder of jars.</param>
    /// <param name="withLog">Whether what the libraries log is among the lines.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    public static async Task ShouldGiveItsLinesAsync(string name, string home, string folder, bool withLog, CancellationToken cancellationToken)
    {
        var jars = JavaProgram.Jars(home, folder);
        Assert.SkipWhen(jars is null, $"needs java and {home}");
        await using var broker = TestBroker.Start();

        var options = withLog ? (string[])[] : [$"-Dlog4j2.configurationFile={JavaCommand.File("log4j2.properties")}"];
        var output = await JavaProgram.RunAsync(jars!, $"{name}.java", broker.BootstrapServers, options, cancellationToken);

        var expected = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", $"{name}.txt"), cancellationToken))
            .Where(line => !line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line.StartsWith("+ ", StringComparison.Ordinal) ? line[2..] : line);
        output.TrimEnd().Split('\n').ShouldBe(expected);
    }
}
