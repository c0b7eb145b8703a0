using System.Globalization;
using Analytics.Lake.Layout;

namespace Analytics.Quality.Reports;

/// <summary>
/// Written reports: <c>reports/TABLE/run-0000000042.html</c> and <c>reports/TABLE/minute-20260131T2359.html</c> in the lake's folder. A file appears whole.
/// Names sort by age.
/// </summary>
internal sealed class ReportFiles(LakeLayout layout, ReportSettings settings, TimeProvider time)
{
    private const string Runs = "run-";
    private const string Minutes = "minute-";

    public string? ReadRun(string table, long goldVersion) => Read(table, RunName(goldVersion));

    public string? ReadMinute(string table, DateTime minute) => Read(table, MinuteName(minute));

    public void WriteRun(string table, long goldVersion, string html) => Write(table, RunName(goldVersion), html);

    public void WriteMinute(string table, DateTime minute, string html) => Write(table, MinuteName(minute), html);

    /// <summary>The newest minute with a written report; null for none.</summary>
    public DateTime? NewestMinute(string table) =>
        Names(table, Minutes).LastOrDefault() is { } newest
        && DateTime.TryParseExact(Path.GetFileNameWithoutExtension(newest)[Minutes.Length..], "yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var minute)
            ? minute
            : null;

    /// <summary>Deletes what is too old or too many.</summary>
    public void Prune(string table)
    {
        var oldest = (time.GetUtcNow() - settings.ReportRetention).UtcDateTime;
        foreach (var kind in (string[])[Runs, Minutes])
        {
            var files = Names(table, kind);
            foreach (var (index, file) in files.Index())
            {
                if (index < files.Length - settings.MaxReports || File.GetLastWriteTimeUtc(file) < oldest)
                {
                    File.Delete(file);
                }
            }
        }
    }

    private static string RunName(long goldVersion) => string.Create(CultureInfo.InvariantCulture, $"{Runs}{goldVersion:D10}.html");

    private static string MinuteName(DateTime minute) => $"{Minutes}{minute.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture)}.html";

    private string Directory(string table) => Path.Combine(layout.Root, "reports", table);

    private string[] Names(string table, string kind)
    {
        var directory = Directory(table);
        return System.IO.Directory.Exists(directory) ? [.. System.IO.Directory.EnumerateFiles(directory, $"{kind}*.html").Order(StringComparer.Ordinal)] : [];
    }

    private string? Read(string table, string name)
    {
        // The table comes from an address: it must not lead out of the folder.
        if (Path.GetFileName(table) != table || table is "." or "..")
        {
            return null;
        }

        try
        {
            return File.ReadAllText(Path.Combine(Directory(table), name));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Write(string table, string name, string html)
    {
        if (settings.MaxReports == 0)
        {
            return;
        }

        var directory = Directory(table);
        System.IO.Directory.CreateDirectory(directory);
        var temporary = Path.Combine(directory, $".{name}.tmp");
        File.WriteAllText(temporary, html);
        File.Move(temporary, Path.Combine(directory, name), overwrite: true);
    }
}
