using Analytics.Contracts.Pipelines;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Pipelines;

public sealed class DurationTests
{
    [Theory]
    [InlineData("250 ms", 250)]
    [InlineData("30 seconds", 30_000)]
    [InlineData("1 minute", 60_000)]
    [InlineData("10  minutes", 600_000)]
    [InlineData("12h", 43_200_000)]
    [InlineData("7 days", 604_800_000)]
    public void TryParse_Duration_GivesIt(string text, long milliseconds)
    {
        Duration.TryParse(text, out TimeSpan duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("minutes")]
    [InlineData("10")]
    [InlineData("0 minutes")]
    [InlineData("-1 minute")]
    [InlineData("1.5 minutes")]
    [InlineData("1 month")]
    [InlineData("1 minute 30 seconds")]
    [InlineData("99999999999999999999 ms")]
    [InlineData("9999999999 days")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Duration.TryParse(text, out _).ShouldBeFalse();
}
