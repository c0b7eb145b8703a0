using Analytics.AppHost.Options;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class JavaDistributionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kafka_WithoutHome_IsRefused() => Refusal([]).ShouldContain("needs KAFKA_HOME");

    [Fact]
    public void Kafka_HomeWithoutJars_IsRefused() => Refusal([new("KAFKA_HOME", _folder.Path)]).ShouldContain(Path.Combine(_folder.Path, "libs"));

    [Fact]
    public void Kafka_WithoutJava_IsRefused() => Refusal([new("KAFKA_HOME", Home()), new("PATH", _folder.Path)]).ShouldContain("needs Java 17");

    [Fact]
    public void Kafka_WrongJavaHome_IsRefused() => Refusal([new("KAFKA_HOME", Home()), new("JAVA_HOME", _folder.Path)]).ShouldContain($"JAVA_HOME={_folder.Path}");

    [Fact]
    public void Kafka_MemoryThatIsNone_IsRefused() => Refusal([new("KAFKA_HOME", Home()), new("Platform:KafkaMemory", "lots")]).ShouldContain("Platform:KafkaMemory=lots");

    private static string Refusal(KeyValuePair<string, string?>[] settings) =>
        Should.Throw<RefusedException>(() => JavaDistribution.Kafka(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())).Message;

    private string Home()
    {
        Directory.CreateDirectory(_folder.At("libs"));
        File.WriteAllText(_folder.At("libs/kafka.jar"), "");
        return _folder.Path;
    }
}
