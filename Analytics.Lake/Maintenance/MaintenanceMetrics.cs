using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Analytics.Lake.Maintenance;

/// <summary>Metrics of maintenance.</summary>
internal sealed class MaintenanceMetrics : IDisposable
{
    public const string Name = "Analytics.Lake";

    private readonly Meter _meter = new(Name);
    private readonly ConcurrentDictionary<string, int> _files = new(StringComparer.Ordinal);
    private readonly Counter<long> _compactions;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _deleted;
    private readonly Counter<long> _versions;

    public MaintenanceMetrics()
    {
        _compactions = _meter.CreateCounter<long>("analytics.lake.compactions", "{commit}", "Merges of files, by table.");
        _bytes = _meter.CreateCounter<long>("analytics.lake.compacted.size", "By", "Bytes of the files that merges wrote, by table.");
        _deleted = _meter.CreateCounter<long>("analytics.lake.deleted", "{file}", "Files that no version names any more and that were deleted, by table.");
        _versions = _meter.CreateCounter<long>("analytics.lake.log.deleted", "{version}", "Versions of the log that a checkpoint has replaced and that were deleted, by table.");
        _meter.CreateObservableGauge("analytics.lake.files", () => _files.Select(table => new Measurement<int>(table.Value, Tag(table.Key))), "{file}", "Live files, by table.");
    }

    public void Observe(string table, int files) => _files[table] = files;

    public void Compacted(string table, long bytes)
    {
        _compactions.Add(1, Tag(table));
        _bytes.Add(bytes, Tag(table));
    }

    public void Deleted(string table, int files)
    {
        if (files > 0)
        {
            _deleted.Add(files, Tag(table));
        }
    }

    public void CleanedUp(string table, int versions)
    {
        if (versions > 0)
        {
            _versions.Add(versions, Tag(table));
        }
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string table) => new("table", table);
}
