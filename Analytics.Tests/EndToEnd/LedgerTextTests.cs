using System.Text.Json.Nodes;
using Analytics.AppHost.Screen;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class LedgerTextTests
{
    [Fact]
    public void Lines_OfALedgerFromSpark_SayWhatItsStateTakes()
    {
        const string Json = """{"consumed":7,"accepted":5,"late":1,"duplicate":1,"gold":5,"balanced":true,"spark_state":{"rows":12345,"memory_bytes":67890000,"disk_bytes":1500000}}""";

        LedgerText.Lines(LedgerSnapshot.Parse((JsonObject)JsonNode.Parse(Json)!)).ShouldContain("Spark keeps 12,345 ids: 67.9 MB of memory, 1.5 MB on disk");
        LedgerText.Lines(LedgerSnapshot.Parse((JsonObject)JsonNode.Parse(Json.Replace(",\"spark_state\"", ",\"other\"", StringComparison.Ordinal))!)).ShouldNotContain(line => line.Contains("Spark"));
    }
}
