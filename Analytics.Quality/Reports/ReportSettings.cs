namespace Analytics.Quality.Reports;

/// <summary>How long results and reports are kept: section <c>Quality</c> of the configuration.</summary>
internal sealed record ReportSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Quality";

    /// <summary>How long the rows of <c>ops/quality_results</c> are kept: as long a report can be rendered.</summary>
    public TimeSpan ResultsRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long written reports are kept.</summary>
    public TimeSpan ReportRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The most written reports of a table, of runs and of minutes each.</summary>
    public int MaxReports { get; init; } = 1000;

    /// <summary>Refuses settings that can't work.</summary>
    /// <exception cref="ArgumentException">The message names the key, the value and what is allowed.</exception>
    public ReportSettings Validated()
    {
        Require(ResultsRetention >= TimeSpan.FromHours(1), nameof(ResultsRetention), ResultsRetention, "at least 01:00:00, the hour that charts show");
        Require(ReportRetention >= TimeSpan.FromMinutes(1), nameof(ReportRetention), ReportRetention, "at least 00:01:00");
        Require(MaxReports is >= 0 and <= 1_000_000, nameof(MaxReports), MaxReports, "from 0 to 1000000");
        return this;
    }

    private static void Require(bool holds, string key, object value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"{Section}:{key} is {value}; it must be {allowed}.");
        }
    }
}
