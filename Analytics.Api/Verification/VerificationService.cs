using Analytics.Api.Catalog;
using Analytics.Api.Workers;
using Microsoft.Extensions.Options;

namespace Analytics.Api.Verification;

/// <summary>
/// Reads gold's files before anybody asks, newest first and no faster than it may, so that a request seldom has to wait; and each of them again from time to
/// time, to find decay. A file that was damaged is looked at every few seconds until it is whole again.
/// </summary>
internal sealed class VerificationService(
    GoldCatalog catalog, FileVerification verification, VerificationMetrics metrics, IOptions<VerificationOptions> options, TimeProvider time, ILogger<VerificationService> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgainAtDamage = TimeSpan.FromSeconds(10);

    /// <summary>After this the files are listed anew: one that was replaced long ago may be gone without being missing.</summary>
    private static readonly TimeSpan LongestPass = TimeSpan.FromSeconds(30);

    private Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                try
                {
                    await PassAsync(stoppingToken);
                }
                catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
                {
                    // A log that can't be read: health says so.
                    logger.LogDebug(error, "Gold's files can't be listed");
                }

                await Task.Delay(Poll, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The API stops.
        }
    }

    /// <summary>Reads the files that are due.</summary>
    private async Task PassAsync(CancellationToken cancellationToken)
    {
        var files = catalog.Files();
        var now = time.GetUtcNow();
        var due = new Dictionary<string, DateTimeOffset>(files.Count, StringComparer.Ordinal);
        foreach (var file in files)
        {
            due[file.Path] = _due.GetValueOrDefault(file.Path);
        }

        _due = due;
        verification.Keep(due.Keys.ToHashSet(StringComparer.Ordinal));
        metrics.Unread = files.Where(file => due[file.Path] == default).Sum(file => file.Size);
        var began = time.GetTimestamp();
        foreach (var file in files.Where(file => due[file.Path] <= now).TakeWhile(_ => time.GetElapsedTime(began) < LongestPass))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isFirst = due[file.Path] == default;
            if (isFirst && IsWhole(file))
            {
                // A request was faster.
                due[file.Path] = now + options.Value.Again;
            }
            else
            {
                var started = time.GetTimestamp();
                due[file.Path] = now + (verification.Verify(file, fromDisk: !isFirst) ? options.Value.Again : LookAgainAtDamage);
                var pause = TimeSpan.FromSeconds(file.Size / (double)Math.Max(1, options.Value.BytesPerSecond)) - time.GetElapsedTime(started);
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, time, cancellationToken);
                }
            }

            metrics.Unread -= isFirst ? file.Size : 0;
        }
    }

    private bool IsWhole(JobFile file)
    {
        try
        {
            return verification.IsWhole(file);
        }
        catch (InvalidDataException)
        {
            // Noted there.
            return false;
        }
    }
}
