using Analytics.Quality.Publication;
using Analytics.Quality.Runs;

namespace Analytics.Quality.Reports;

/// <summary>
/// Writes reports when results are published: of runs that failed, and of each minute once it is over. What a crash leaves unwritten is rendered when it is
/// asked for, like every other run.
/// </summary>
internal sealed partial class ReportKeeper(RunStore runs, QualityPages pages, ReportFiles files, TimeProvider time, ILogger<ReportKeeper> logger)
{
    /// <summary>Where everything fails, a few reports tell as much as all of them; the others are rendered when asked for.</summary>
    private const int MostPerPublication = 2;

    /// <summary>How far back a start looks for minutes without a report.</summary>
    private static readonly TimeSpan Backlog = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, SortedSet<DateTime>> _open = [];
    private bool _failed;

    /// <summary>Writes what has become due. Failures are logged and passed over: a report is a copy of what the results say.</summary>
    /// <param name="table">The table.</param>
    /// <param name="settlements">Settlements that have just been published; empty to write only minutes that have ended.</param>
    public void Publish(string table, IReadOnlyList<PublishedSettlement> settlements)
    {
        try
        {
            var open = Open(table);
            open.UnionWith(settlements.Where(settlement => settlement.Audit.Verdicts.Count > 0).Select(settlement => QualityPages.MinuteOf(DateTime.UnixEpoch.AddMilliseconds(settlement.SettledAt))));
            foreach (var settlement in settlements.Where(IsFailed).OrderByDescending(IsCritical).ThenByDescending(settlement => settlement.GoldVersion).Take(MostPerPublication))
            {
                if (pages.Run(table, settlement.GoldVersion) is { } html)
                {
                    files.WriteRun(table, settlement.GoldVersion, html);
                }
            }

            var present = QualityPages.MinuteOf(time.GetUtcNow().UtcDateTime);
            var ended = open.Where(minute => minute < present).ToArray();
            foreach (var minute in ended)
            {
                if (pages.Minute(table, minute) is { } html)
                {
                    files.WriteMinute(table, minute, html);
                }

                open.Remove(minute);
            }

            if (ended.Length > 0)
            {
                files.Prune(table);
            }

            _failed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or DuckDB.NET.Data.DuckDBException)
        {
            if (!_failed)
            {
                LogFailed(table, error.Message);
            }

            _failed = true;
        }
    }

    private static bool IsFailed(PublishedSettlement settlement) => settlement.Audit.Verdicts.Any(verdict => !verdict.Success);

    private static bool IsCritical(PublishedSettlement settlement) => settlement.Audit.Verdicts.Any(verdict => verdict is { Success: false, Severity: "critical" });

    /// <summary>Minutes whose report is to be written when they have ended; at first those that an earlier process left.</summary>
    private SortedSet<DateTime> Open(string table)
    {
        if (!_open.TryGetValue(table, out var open))
        {
            var from = QualityPages.MinuteOf(time.GetUtcNow().UtcDateTime) - Backlog;
            var known = files.NewestMinute(table);
            open = [.. runs.Tables(from, from + Backlog)[table].Select(point => point.Minute).Where(minute => known is null || minute > known)];
            _open.Add(table, open);
        }

        return open;
    }

    [LoggerMessage(LogLevel.Warning, "{Table}: reports can't be written; they are rendered when asked for: {Message}")]
    private partial void LogFailed(string table, string message);
}
