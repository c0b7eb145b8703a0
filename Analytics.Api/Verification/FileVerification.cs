using System.Collections.Concurrent;
using Analytics.Api.Workers;
using Analytics.Lake.Files;
using Microsoft.Extensions.Options;

namespace Analytics.Api.Verification;

/// <summary>
/// Nothing is answered from a file that has not been read in full and found whole. Each is read once, by whoever needs it first: a request, at the disk's
/// pace but only for as long as it may wait, or the background (<see cref="VerificationService"/>). Thread safe.
/// </summary>
internal sealed class FileVerification(IOptions<VerificationOptions> options, VerificationMetrics metrics, TimeProvider time, ILogger<FileVerification> logger) : IDisposable
{
    private readonly DataFileCheck _check = new();
    private readonly SemaphoreSlim _readers = new(Math.Max(1, options.Value.Readers));
    private readonly ConcurrentDictionary<string, Lazy<Task>> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _damaged = new(StringComparer.Ordinal);

    /// <summary>What is wrong with files that were found missing or damaged, by path, until they are found whole.</summary>
    public IReadOnlyDictionary<string, string> Damaged => _damaged;

    /// <summary>Whether all of these files are known to be whole. One stat(2) each.</summary>
    public bool AreWhole(IEnumerable<JobFile> files)
    {
        try
        {
            return files.All(IsWhole);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Waits until all of these files are known to be whole.</summary>
    /// <exception cref="InvalidDataException">One of them is missing, cut short or damaged; the message names it.</exception>
    /// <exception cref="FilesUnverifiedException">It takes longer than a request may wait. Reading goes on.</exception>
    public async Task RequireAsync(IEnumerable<JobFile> files, CancellationToken cancellationToken)
    {
        var unread = new List<JobFile>();
        long all = 0;
        foreach (var file in files.DistinctBy(file => file.Path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            all += file.Size;
            if (!IsWhole(file))
            {
                unread.Add(file);
            }
        }

        if (unread.Count == 0)
        {
            return;
        }

        var reading = unread.ConvertAll(file => (file.Size, Task: Start(file)));
        var whole = Task.WhenAll(reading.Select(file => file.Task));
        try
        {
            // Zero: nobody waits, however fast the disk is.
            await (options.Value.Wait > TimeSpan.Zero ? whole.WaitAsync(options.Value.Wait, time, cancellationToken) : Task.FromException(new TimeoutException()));
        }
        catch (TimeoutException)
        {
            // Those that fail after this are noted and found again by the next request.
            _ = whole.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new FilesUnverifiedException(all - reading.Where(file => !file.Task.IsCompletedSuccessfully).Sum(file => file.Size), all);
        }
    }

    /// <summary>Reads a file in the background, whether it is known or not. What is wrong with it is noted and refused from now on.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fromDisk">Whether to read what the disk holds rather than the system's cache of it.</param>
    /// <returns>Whether it is whole.</returns>
    public bool Verify(JobFile file, bool fromDisk)
    {
        try
        {
            _check.Verify(file.Path, file.Size, fromDisk);
            metrics.Read(file.Size);
            Whole(file.Path);
            return true;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Damage(file.Path, error);
            return false;
        }
    }

    /// <summary>Whether a file was found whole and has not changed since. One stat(2).</summary>
    /// <exception cref="InvalidDataException">It is missing or cut short.</exception>
    public bool IsWhole(JobFile file)
    {
        try
        {
            return _check.IsKnown(file.Path, file.Size);
        }
        catch (InvalidDataException error)
        {
            Damage(file.Path, error);
            throw;
        }
    }

    /// <summary>Forgets damage to files that no table has any more.</summary>
    public void Keep(IReadOnlySet<string> paths)
    {
        foreach (var path in _damaged.Keys.Where(path => !paths.Contains(path)))
        {
            Whole(path);
        }
    }

    public void Dispose() => _readers.Dispose();

    /// <summary>Several requests for one file share one reading.</summary>
    private Task Start(JobFile file) => _running.GetOrAdd(file.Path, path => new Lazy<Task>(() => Task.Run(() => ReadAsync(file)))).Value;

    private async Task ReadAsync(JobFile file)
    {
        await _readers.WaitAsync();
        try
        {
            // The background may have been faster.
            if (!_check.IsKnown(file.Path, file.Size))
            {
                _check.Verify(file.Path, file.Size);
                metrics.Read(file.Size);
            }

            Whole(file.Path);
        }
        catch (InvalidDataException error)
        {
            Damage(file.Path, error);
            throw;
        }
        finally
        {
            _readers.Release();
            _running.TryRemove(file.Path, out _);
        }
    }

    private void Damage(string path, Exception error)
    {
        if (!_damaged.TryGetValue(path, out var known) || known != error.Message)
        {
            logger.LogError("damaged_file: {Message}", error.Message);
        }

        _damaged[path] = error.Message;
        metrics.Damaged = _damaged.Count;
    }

    private void Whole(string path)
    {
        if (_damaged.TryRemove(path, out _))
        {
            logger.LogInformation("{File} is no longer damaged", path);
            metrics.Damaged = _damaged.Count;
        }
    }
}
