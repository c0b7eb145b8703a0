using Analytics.AppHost.Options;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class EngineCheckTests
{
    [Fact]
    public void Distribution_WithoutHome_IsRefused() => Refusal(configuration => EngineCheck.Distribution(configuration)).ShouldContain("needs SPARK_HOME");

    [Fact]
    public void Distribution_HomeWithoutJars_IsRefused() => Refusal(configuration => EngineCheck.Distribution(configuration), new KeyValuePair<string, string?>("SPARK_HOME", "/nowhere")).ShouldContain("/nowhere");

    [Fact]
    public void Distribution_WithSparkRemote_IsRefused() =>
        Refusal(configuration => EngineCheck.Distribution(configuration), new KeyValuePair<string, string?>("SPARK_REMOTE", "sc://elsewhere:15002")).ShouldContain("SPARK_REMOTE=sc://elsewhere:15002");

    [Fact]
    public void Server_ThatIsNoSparkConnectAddress_IsRefused() =>
        Refusal(configuration => EngineCheck.Server(configuration) is null, new KeyValuePair<string, string?>("ConnectionStrings:spark", "localhost:15002")).ShouldContain("sc://localhost:15002");

    [Fact]
    public void Server_AsGiven() => EngineCheck.Server(Configuration(new KeyValuePair<string, string?>("ConnectionStrings:spark", "sc://spark.example:15002/;use_ssl=true"))).ShouldBe("sc://spark.example:15002/;use_ssl=true");

    [Fact]
    public void Server_NotGiven_IsNone() => EngineCheck.Server(Configuration()).ShouldBeNull();

    private static string Refusal<T>(Func<IConfiguration, T> check, params KeyValuePair<string, string?>[] settings) => Should.Throw<RefusedException>(() => check(Configuration(settings))).Message;

    private static IConfiguration Configuration(params KeyValuePair<string, string?>[] settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
