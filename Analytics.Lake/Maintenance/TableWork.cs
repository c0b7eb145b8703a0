namespace Analytics.Lake.Maintenance;

/// <summary>A table with the work on it and when that is due.</summary>
internal sealed class TableWork(TableState state, TableCompaction compaction, TableRetention retention, TableVacuum vacuum, LogCleanup log)
{
    public TableState State { get; } = state;

    public TableCompaction Compaction { get; } = compaction;

    public TableRetention Retention { get; } = retention;

    public TableVacuum Vacuum { get; } = vacuum;

    public LogCleanup Log { get; } = log;

    public DateTimeOffset NextStep { get; set; }

    public DateTimeOffset NextVacuum { get; set; }

    /// <summary>Files that the last look took out of the table.</summary>
    public int Removed { get; set; }

    /// <summary>Files that it deleted.</summary>
    public int Deleted { get; set; }

    /// <summary>Versions of the log that it deleted.</summary>
    public int Versions { get; set; }

    /// <summary>Why the last step failed; null when it did not.</summary>
    public string? Failure { get; set; }
}
