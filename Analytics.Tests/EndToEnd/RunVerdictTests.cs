using System.Text.Json.Nodes;
using Analytics.AppHost.Options;
using Analytics.AppHost.Screen;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class RunVerdictTests
{
    private static readonly PlatformSettings Platform = new() { Pipeline = "/p", PipelineName = "p", Data = "/d" };

    private static readonly LedgerSnapshot Whole = LedgerSnapshot.Parse((JsonObject)JsonNode.Parse("""
        {"consumed":7,"accepted":7,"gold":7,"balanced":true,"end_of_input":true,"settled":true,"partitions":[{"partition":0,"next_offset":4,"consumed":4},{"partition":1,"next_offset":3,"consumed":3}]}
        """)!);

    private static readonly SentEvents Sent = SentEvents.Parse("""
        {"pipeline":"p","acknowledged":5,"complete":true,"partitions":[{"partition":0,"sent":3,"start_offset":1,"end_offset":4},{"partition":1,"sent":2,"start_offset":1,"end_offset":3}]}
        """u8);

    [Fact]
    public void EverythingAccountedFor_IsNoComplaint() => RunVerdict.Complaints(Whole, Sent, Platform).ShouldBeEmpty();

    [Fact]
    public void AnEndOfInputOfAnEarlierRun_IsNotFinal()
    {
        RunVerdict.IsFinal(Whole, new Dictionary<int, long> { [0] = 4, [1] = 3, [2] = 0 }).ShouldBeTrue();
        RunVerdict.IsFinal(Whole, new Dictionary<int, long> { [0] = 4, [1] = 5 }).ShouldBeFalse();
        RunVerdict.IsFinal(Whole, new Dictionary<int, long> { [0] = 4, [1] = 3, [2] = 1 }).ShouldBeFalse();
        RunVerdict.IsFinal(Whole with { EndOfInput = false }, new Dictionary<int, long> { [0] = 4 }).ShouldBeFalse();
        RunVerdict.IsFinal(Whole with { Settled = false }, new Dictionary<int, long> { [0] = 4 }).ShouldBeFalse();
    }

    [Fact]
    public void EveryDifference_IsOneLine()
    {
        RunVerdict.Complaints(Whole with { Consumed = 6 }, Sent, Platform).ShouldHaveSingleItem().ShouldContain("1 are lost");
        RunVerdict.Complaints(Whole with { Consumed = 9 }, Sent, Platform).ShouldHaveSingleItem().ShouldContain("2 too many");
        RunVerdict.Complaints(Whole, Sent with { Acknowledged = 6 }, Platform).ShouldHaveSingleItem().ShouldContain("the topic holds 5");
        RunVerdict.Complaints(Whole with { Consumed = 4 }, Sent, Platform with { ExternalKafka = "elsewhere:9092" }).ShouldHaveSingleItem().ShouldContain("only 4 were consumed");
        RunVerdict.Complaints(Whole with { Quarantined = 3 }, null, Platform).ShouldHaveSingleItem().ShouldContain("3 rows are quarantined");
        RunVerdict.Complaints(Whole with { Balanced = false }, null, Platform).ShouldHaveSingleItem().ShouldContain("not balance");
    }
}
