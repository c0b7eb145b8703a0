using System.Text.RegularExpressions;
using Analytics.Quality.Commands;
using Analytics.Quality.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

public sealed class ScanProgressTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly QualityDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Asked_EachChangeIsALine()
    {
        var shown = Shown(isTerminal: false, isAsked: true);

        var percents = shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(Regex.Match(line, @"^data\.csv: (\d+) %\r?$").Groups[1].Value)).ToArray();
        percents.Length.ShouldBeGreaterThan(1);
        percents.ShouldBe(percents.Distinct().Order());
    }

    [Fact]
    public void Terminal_OneLineIsWrittenAnewAndClearedInTheEnd()
    {
        var shown = Shown(isTerminal: true, isAsked: false);

        shown.ShouldNotContain("\n");
        shown.ShouldStartWith("\rdata.csv: ");
        shown.ShouldEndWith("\r\u001b[K");
    }

    [Fact]
    public void NobodyLooksNorAsks_NothingIsWritten() => Shown(isTerminal: false, isAsked: false).ShouldBeEmpty();

    private string Shown(bool isTerminal, bool isAsked)
    {
        using var errors = new StringWriter();
        using (new ScanProgress(_database.Connection, "data.csv", errors, isTerminal, isAsked, Step))
        {
            _database.Execute("CREATE OR REPLACE TABLE hashes AS SELECT md5(i::VARCHAR) AS h FROM range(3000000) t(i); SELECT count(*) FROM hashes WHERE regexp_matches(h, '0[a-f]1') OR regexp_matches(h, '(ab|cd)+7')");
        }

        return errors.ToString();
    }
}
