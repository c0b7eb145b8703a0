using Analytics.AppHost.Screen;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class ScreenLayoutTests
{
    [Fact]
    public void Fit_EnoughRoom_SeparatesSections() =>
        ScreenLayout.Fit([Section(1, "a"), Section(2, "b")], 80, 24).ShouldBe(["a0", "", "b0", "b1"]);

    /// <summary>What the platform shows by default, on the smallest usual terminal: every line of it is there.</summary>
    [Fact]
    public void Fit_TwentyFourRows_CutsNothing()
    {
        ScreenSection[] sections = [Section(1, "header"), Section(6, "resource") with { Brief = ["all resources"] }, Section(6, "place"), Section(6, "ledger"), Section(1, "stop")];

        var lines = ScreenLayout.Fit(sections, 79, 23);

        lines.Count.ShouldBeLessThanOrEqualTo(23);
        lines.ShouldContain("all resources");
        lines[^1].ShouldBe("stop0");
        lines.ShouldContain("ledger5");
    }

    [Fact]
    public void Fit_LineTooLong_IsBrokenAtASpace()
    {
        var lines = ScreenLayout.Fit([new ScreenSection(["  consumed 1 = accepted 1 + duplicate 0 + late 0"])], 30, 24);

        lines.ShouldBe(["  consumed 1 = accepted 1 +", "      duplicate 0 + late 0"]);
    }

    [Fact]
    public void Fit_FarTooManyLines_SaysHowManyAreMissing()
    {
        var lines = ScreenLayout.Fit([Section(1, "a"), Section(40, "t"), Section(1, "z")], 60, 10);

        lines.Count.ShouldBe(10);
        lines.ShouldContain(line => line.Contains("33 more lines", StringComparison.Ordinal));
        lines[^1].ShouldBe("z0");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(200, 1)]
    public void Fit_AnySize_StaysWithinIt(int width, int height)
    {
        var lines = ScreenLayout.Fit([Section(9, "some text that is long"), Section(30, "more")], width, height);

        lines.Count.ShouldBeLessThanOrEqualTo(height);
        lines.ShouldAllBe(line => line.Length <= Math.Max(width, 60));
    }

    private static ScreenSection Section(int lines, string text) => new([.. Enumerable.Range(0, lines).Select(line => $"{text}{line}")]);
}
