using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Analytics.Lake.Platform;
using Microsoft.Win32.SafeHandles;

namespace Analytics.Lake.Log;

/// <summary>
/// The exclusive lock of one role on one lake: flock(2) on an open file. The kernel releases it when its holder dies, so there is no stale lock.
/// A file system may still forget a lock, and somebody may delete the file: so the holder writes a mark of its own into it, and looks for that mark before
/// each commit (<see cref="RequireHeld"/>).
/// </summary>
public sealed partial class WriterLock : IDisposable
{
    private const string Folder = ".locks";
    private const int MarkLength = 32;

    private static readonly ConcurrentDictionary<WriterLock, bool> Held = new();

    private readonly FileStream _file;
    private readonly byte[] _mark;
    private readonly string _lake;
    private readonly string _holder;

    private readonly string _address;

    private WriterLock(FileStream file, byte[] mark, string lake, string holder, string address)
    {
        _file = file;
        _mark = mark;
        _lake = lake;
        _holder = holder;
        _address = address;
    }

    /// <summary>Takes <c>{lakeRoot}/.locks/{role}.lock</c>, creating folders that are missing.</summary>
    /// <exception cref="LockHeldException">Another process holds it; the message names the file and the holder's process id.</exception>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static WriterLock Acquire(string lakeRoot, string role)
    {
        var folder = Path.Combine(Path.GetFullPath(lakeRoot), Folder);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{role}.lock");

        // The process id stands in a file of its own: a locked file can't be opened by the one who wants to know.
        var holder = Path.Combine(folder, $"{role}.pid");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new LockHeldException($"{path}: locked by process {ReadHolder(holder)}, which is the '{role}' of this lake; stop it or use another data folder", error);
        }

        var address = AddressFile(lakeRoot, role);
        Note(address, string.Empty);
        Note(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var taken = new WriterLock(file, Mark(file), Path.TrimEndingDirectorySeparator(Path.GetFullPath(lakeRoot)) + Path.DirectorySeparatorChar, holder, address);
        Held[taken] = true;
        return taken;
    }

    /// <summary>Makes sure that every lock that this process has taken on a lake is still its own. Costs an open and a read of a few bytes each.</summary>
    /// <param name="folder">The lake's folder, or one below it.</param>
    /// <exception cref="ConcurrentWriterException">A lock file was deleted, or someone else has got the lock: this process must end.</exception>
    public static void RequireHeld(string folder)
    {
        var path = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        foreach (var (taken, _) in Held)
        {
            if (path.StartsWith(taken._lake, StringComparison.Ordinal) && !taken.IsOwn())
            {
                throw new ConcurrentWriterException(
                    $"{taken._file.Name}: this lock is no longer that of process {Environment.ProcessId}: the file was deleted, or someone else has got the lock. This instance must stop: another instance is or was at work");
            }
        }
    }

    /// <summary>Looks every second, so that an instance that has nothing to commit ends too.</summary>
    /// <param name="lakeRoot">The lake's folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConcurrentWriterException">As <see cref="RequireHeld"/>.</exception>
    public static async Task WatchAsync(string lakeRoot, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            RequireHeld(lakeRoot);
        }
    }

    /// <summary>Where the holder of a role answers, such as <c>http://127.0.0.1:40123</c>; null when it does not say. Of use only while the lock is held.</summary>
    public static string? ReadAddress(string lakeRoot, string role)
    {
        try
        {
            var text = File.ReadAllText(AddressFile(lakeRoot, role)).Trim();

            // An address for all interfaces is one to listen on, not one to call.
            return text.Length == 0 ? null : AnyInterface().Replace(text, "://127.0.0.1");
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Says where the holder answers, so that a command line that finds the lock taken can ask it.</summary>
    public void Announce(string address) => Note(_address, address);

    /// <inheritdoc />
    public void Dispose()
    {
        Held.TryRemove(this, out _);

        // The files stay: removing a lock file lets two processes hold "the" lock on two different inodes.
        if (_file.CanRead)
        {
            Note(_address, string.Empty);
            Note(_holder, string.Empty);
        }

        _file.Dispose();
    }

    /// <summary>Writes a mark over the one before, in its place: that needs no space.</summary>
    /// <returns>What the file holds now. On a disk that had no space for the very first mark, nothing: then only a deletion is noticed.</returns>
    private static byte[] Mark(FileStream file)
    {
        try
        {
            RandomAccess.Write(file.SafeFileHandle, Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N")), fileOffset: 0);
        }
        catch (IOException)
        {
        }

        return Read(file.SafeFileHandle);
    }

    private static byte[] Read(SafeFileHandle file)
    {
        var mark = new byte[MarkLength];
        return mark[..RandomAccess.Read(file, mark, fileOffset: 0)];
    }

    private bool IsOwn()
    {
        if (OperatingSystem.IsWindows())
        {
            // A file that is open without sharing can't be deleted there.
            return true;
        }

        // Not by .NET's own means: they would want the lock.
        using var file = new SafeFileHandle(UnixCalls.Open(_file.Name, UnixCalls.ReadOnly), ownsHandle: true);
        return !file.IsInvalid && Read(file).AsSpan().SequenceEqual(_mark);
    }

    // Only said for others' sake: its holder must start, and stop, on a full or read-only disk too.
    private static void Note(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text, Encoding.ASCII);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    [GeneratedRegex(@"://(0\.0\.0\.0|\[::\]|\+|\*)", RegexOptions.CultureInvariant)]
    private static partial Regex AnyInterface();

    private static string AddressFile(string lakeRoot, string role) => Path.Combine(Path.GetFullPath(lakeRoot), Folder, $"{role}.url");

    private static string ReadHolder(string holder)
    {
        try
        {
            var text = File.ReadAllText(holder).Trim();
            return text.Length > 0 ? text : "(unknown)";
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
