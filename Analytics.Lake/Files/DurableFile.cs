using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Analytics.Lake.Platform;

namespace Analytics.Lake.Files;

/// <summary>
/// The few system calls that durability rests on: fsync(2) of files and folders, and link(2). On Windows: FlushFileBuffers and CreateHardLink;
/// NTFS journals its folders, so there is nothing to flush for them.
/// </summary>
public static class DurableFile
{
    /// <summary>Folders whose names this process has flushed, up to the root.</summary>
    private static readonly ConcurrentDictionary<string, bool> Named = new(StringComparer.Ordinal);

    /// <summary>Told each folder that has been flushed. For tests.</summary>
    public static event Action<string>? DirectorySynced;

    /// <summary>Flushes a file's data to the device.</summary>
    /// <exception cref="IOException">The file is missing, or the device reports an error.</exception>
    public static void Sync(string file)
    {
        // FlushFileBuffers wants a writable handle; fsync(2) does not, and data files may be read-only.
        var access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;
        using var handle = File.OpenHandle(file, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Flushes a folder, so that the names in it survive a power loss.</summary>
    /// <exception cref="IOException">The folder is missing, or the device reports an error.</exception>
    public static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = UnixCalls.Open(directory, UnixCalls.ReadOnly);
        if (descriptor < 0)
        {
            throw Failure("open", directory);
        }

        try
        {
            if (UnixCalls.Sync(descriptor) != 0)
            {
                throw Failure("fsync", directory);
            }

            DirectorySynced?.Invoke(directory);
        }
        finally
        {
            _ = UnixCalls.Close(descriptor);
        }
    }

    /// <summary>
    /// Creates a folder with all above it that are missing, so that their names survive a power loss. One that is there already may have been made a moment
    /// ago by someone who flushed nothing: its name is flushed too, once in a process.
    /// </summary>
    /// <exception cref="IOException">A folder can't be created, or the device reports an error.</exception>
    public static void CreateDirectory(string directory)
    {
        List<string> unnamed = [];
        for (var folder = Path.GetFullPath(directory); Path.GetDirectoryName(folder) is { } above && !(Named.ContainsKey(folder) && Directory.Exists(folder)); folder = above)
        {
            unnamed.Add(folder);
        }

        if (unnamed.Count == 0)
        {
            return;
        }

        // From the top: a folder is noted when all above it are.
        Directory.CreateDirectory(directory);
        foreach (var folder in Enumerable.Reverse(unnamed))
        {
            try
            {
                SyncDirectory(Path.GetDirectoryName(folder)!);
            }
            catch (IOException error) when (error.HResult is UnixCalls.AccessDenied or UnixCalls.OperationNotPermitted or UnixCalls.InvalidArgument or UnixCalls.ReadOnlyFileSystem)
            {
                // A folder above that is not ours to open: whoever made one in it could.
            }

            Named[folder] = true;
        }
    }

    /// <summary>Gives a file a second name. Atomic; exactly one of several racing callers succeeds.</summary>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="IOException">Any other error, EXDEV included: <see cref="Exception.HResult"/> is the errno (on Windows the Win32 error).</exception>
    public static bool TryLink(string existing, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsCalls.CreateHardLink(name, existing, 0) || (Marshal.GetLastPInvokeError() == WindowsCalls.AlreadyExists
                ? false
                : throw Failure("CreateHardLink", name));
        }

        return UnixCalls.Link(existing, name) == 0
            || (Marshal.GetLastPInvokeError() == UnixCalls.Exists ? false : throw Failure("link", name));
    }

    /// <summary>Hard-links a file, or copies and syncs it where the target lies on another file system. An existing target of equal size is kept.</summary>
    /// <exception cref="IOException">The source is missing, the disk is full, the target is not writable: no target was made.</exception>
    public static void LinkOrCopy(string existing, string name)
    {
        var target = new FileInfo(name);
        if (target.Exists && target.Length == new FileInfo(existing).Length)
        {
            return;
        }

        // A target of another size is the torn copy of an earlier attempt; only a rename replaces it in one step.
        if (target.Exists || !TryLinkHere(existing, name))
        {
            CopyOver(existing, name);
        }
    }

    private static bool TryLinkHere(string existing, string name)
    {
        try
        {
            return TryLink(existing, name);
        }
        catch (IOException error) when (LinkIsImpossible(error.HResult))
        {
            return false;
        }
    }

    private static bool LinkIsImpossible(int code) => OperatingSystem.IsWindows()
        ? code is WindowsCalls.NotSameDevice
        : code is UnixCalls.CrossDevice or UnixCalls.OperationNotPermitted or UnixCalls.TooManyLinks;

    private static void CopyOver(string existing, string name)
    {
        var temporary = $"{name}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.Copy(existing, temporary);
            Sync(temporary);
            File.Move(temporary, name, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static IOException Failure(string call, string path)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"{call} {path}: {Marshal.GetPInvokeErrorMessage(code)}", code);
    }
}
