namespace Analytics.Lake.Maintenance;

/// <summary>A table with the work on it and when that is due.</summary>
internal sealed class TableWork(TableState state, TableCompaction compaction, TableVacuum vacuum)
{
    public TableState State { get; } = state;

    public TableCompaction Compaction { get; } = compaction;

    public TableVacuum Vacuum { get; } = vacuum;

    public DateTimeOffset NextStep { get; set; }

    public DateTimeOffset NextVacuum { get; set; }
}
