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
}
