using Analytics.ServiceDefaults.Faults;
using Shouldly;
using Xunit;

namespace Analytics.Tests.ServiceDefaults;

public sealed class FaultPointsTests
{
    private int _kills;
    private int _stops;

    [Theory]
    [InlineData("a", 1, 1, 0)]
    [InlineData("a:3", 2, 0, 0)]
    [InlineData("a:3", 5, 1, 0)]
    [InlineData("stop@a:2", 1, 0, 0)]
    [InlineData("stop@a:2", 3, 0, 1)]
    [InlineData("b", 3, 0, 0)]
    [InlineData("", 3, 0, 0)]
    public void The_named_step_acts_once_the_nth_time(string wanted, int times, int kills, int stops)
    {
        var points = FaultPoints.Parse(wanted, () => _kills++, () => _stops++);
        for (var i = 0; i < times; i++)
        {
            points.Reach("a");
        }

        (_kills, _stops).ShouldBe((kills, stops));
    }

    [Theory]
    [InlineData("a:")]
    [InlineData("a:0")]
    [InlineData("stop@a:x")]
    public void A_wrong_number_is_named(string wanted) =>
        Should.Throw<FormatException>(() => FaultPoints.Parse(wanted, () => { }, () => { })).Message.ShouldContain(wanted);
}
