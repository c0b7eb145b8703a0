using Analytics.AppHost.Options;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class OptionTests
{
    [Fact]
    public void Options_BecomeConfiguration_WithAbsolutePaths()
    {
        var parsed = AppHostArguments.Parse(["--pipeline", "flights", "--input", "a b.csv", "--until-done", "--report", "out.json", "--rate", "7", "--no-dashboard", "--Platform:ApiPort=0"]);

        parsed.ExitCode.ShouldBeNull();
        parsed.Configuration.ShouldBe(
        [
            "--Platform:Pipeline=flights",
            $"--Platform:Input={Path.GetFullPath("a b.csv")}",
            $"--Platform:Report={Path.GetFullPath("out.json")}",
            "--Platform:Rate=7",
            "--Platform:UntilDone=true",
            "--Platform:Dashboard=false",
            "--Platform:ApiPort=0",
        ]);
        parsed.ToOptions().DisableDashboard.ShouldBeTrue();
    }

    [Fact]
    public void SameWordTwice_IsTwoArguments() =>
        AppHostArguments.Parse(["--pipeline", "flights", "--data", "flights"]).Configuration.ShouldBe(["--Platform:Pipeline=flights", $"--Platform:Data={Path.GetFullPath("flights")}"], ignoreOrder: true);

    [Theory]
    [InlineData("--untildone")]
    [InlineData("--rate", "fast")]
    [InlineData("--report")]
    [InlineData("stray")]
    public void Mistakes_EndWithExitCode2(params string[] args) => AppHostArguments.Parse(args).ExitCode.ShouldBe(2);
}
