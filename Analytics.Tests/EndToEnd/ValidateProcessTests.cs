using System.Diagnostics;
using System.Text.Json.Nodes;
using Analytics.Quality.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary><c>validate</c> and <c>profile</c> as processes over a file that takes long.</summary>
public sealed class ValidateProcessTests
{
    [Theory]
    [InlineData("validate")]
    [InlineData("profile")]
    public async Task Interrupted_EndsWithOneLineAndNoResult(string command)
    {
        using var folder = new TemporaryFolder();
        var (file, suite, output) = (folder.At("long.csv"), folder.At("suite.json"), folder.At("out.json"));
        using (var database = new QualityDatabase())
        {
            database.Execute($"COPY (SELECT {string.Join(", ", Enumerable.Range(0, 8).Select(c => $"md5('{c}' || i) AS c{c}"))} FROM range(1500000) t(i)) TO '{file}' (FORMAT csv, HEADER)");
        }

        await File.WriteAllTextAsync(suite, new JsonObject
        {
            ["expectations"] = new JsonArray([.. Enumerable.Range(0, 64).Select(i => new JsonObject
            {
                ["type"] = "expect_column_values_to_not_match_regex",
                ["kwargs"] = new JsonObject { ["column"] = $"c{i % 8}", ["regex"] = $"(0[a-f]{i % 10}|{i % 10}+[abc]x)+$" },
            })]),
        }.ToJsonString(), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Analytics.Quality.dll"), command, file, .. command == "validate" ? (string[])[suite, "--json", output] : ["--output", output], "--progress"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        try
        {
            var first = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            first.ShouldNotBeNull().ShouldContain("long.csv: ");
            using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            {
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            process.ExitCode.ShouldBe(130, errors);
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains('%', StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldStartWith("Cancelled: ");
            (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
            File.Exists(output).ShouldBeFalse();
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
