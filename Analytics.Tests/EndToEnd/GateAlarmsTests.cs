using System.Text.Json.Nodes;
using Analytics.AppHost.Screen;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class GateAlarmsTests
{
    [Fact]
    public void Read_GatesThatAreClosedOrStuck_GivesALineEach() => GateAlarms.Read(JsonNode.Parse("""
        {"gates":[
            {"table":"events","state":"closed","failure":null,"closed_since":"2026-01-31T12:34:56.789Z","refused_rows":1234},
            {"table":"minutes","state":"open","failure":null,"closed_since":null,"refused_rows":0},
            {"table":"hours","state":"stuck","failure":"no space left on device","closed_since":null,"refused_rows":0}],
         "results_failure":null}
        """)).ShouldBe(
        [
            "✗ events: everything is quarantined since 12:34:56 UTC, 1,234 rows: nothing reaches gold. See /quality of the API.",
            "✗ hours: settlement fails and is tried again: no space left on device",
        ]);

    [Fact]
    public void Read_AnotherAnswer_GivesNone()
    {
        GateAlarms.Read(null).ShouldBeEmpty();
        GateAlarms.Read(JsonNode.Parse("{}")).ShouldBeEmpty();
    }
}
