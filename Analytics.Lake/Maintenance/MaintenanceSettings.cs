namespace Analytics.Lake.Maintenance;

/// <summary>How tables are kept small in files: section <c>Maintenance</c> of the configuration.</summary>
public sealed record MaintenanceSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Maintenance";

    /// <summary>False leaves every file as it is.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>So many files of a tier are merged into one of the next; also the factor between tiers.</summary>
    public int MinFiles { get; init; } = 16;

    /// <summary>The largest file that is made, bytes. Files of half of it are left alone.</summary>
    public long TargetBytes { get; init; } = 128L << 20;

    /// <summary>The largest file that is made, rows. Files of half of it are left alone.</summary>
    public long TargetRows { get; init; } = 2_000_000;

    /// <summary>How long a file stays on disk once no version that follows names it: the longest that a reader may hold on to a version.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a version of a log stays once a checkpoint has replaced it: the longest that whoever follows a log may be away.</summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The share of one processor that maintenance may take.</summary>
    public double ProcessorShare { get; init; } = 0.2;

    /// <summary>How often tables are looked at while there is nothing to do.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Refuses settings that can't work.</summary>
    /// <exception cref="ArgumentException">The message names the key, the value and what is allowed.</exception>
    public MaintenanceSettings Validated()
    {
        Require(MinFiles is >= 2 and <= 1000, nameof(MinFiles), MinFiles, "from 2 to 1000");
        Require(TargetBytes >= 1 << 20, nameof(TargetBytes), TargetBytes, "at least 1048576");
        Require(TargetRows >= 1000, nameof(TargetRows), TargetRows, "at least 1000");
        Require(Retention >= TimeSpan.FromMinutes(1), nameof(Retention), Retention, "at least 00:01:00, or queries lose their files");
        Require(LogRetention >= TimeSpan.FromMinutes(2), nameof(LogRetention), LogRetention, "at least 00:02:00, or who reads logs falls behind them");
        Require(ProcessorShare is > 0 and <= 1, nameof(ProcessorShare), ProcessorShare, "above 0, at most 1");
        Require(Interval >= TimeSpan.FromMilliseconds(10), nameof(Interval), Interval, "at least 00:00:00.010");
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
