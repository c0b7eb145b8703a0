using System.Globalization;
using System.Text;

namespace Analytics.Lake.Log;

/// <summary>
/// The exclusive lock of one role on one lake: flock(2) on an open file. The kernel releases it when its holder dies, so there is no stale lock.
/// </summary>
public sealed class WriterLock : IDisposable
{
    private const string Folder = ".locks";
    private readonly FileStream _file;
    private readonly string _holder;

    private WriterLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    /// <summary>Takes <c>{lakeRoot}/.locks/{role}.lock</c>, creating folders that are missing.</summary>
    /// <exception cref="IOException">Another process holds it; the message names the file and the holder's process id.</exception>
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
            throw new IOException($"{path}: locked by process {ReadHolder(holder)}, which is the '{role}' of this lake; stop it or use another data folder", error);
        }

        try
        {
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Encoding.ASCII);
            return new WriterLock(file, holder);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // The files stay: removing a lock file lets two processes hold "the" lock on two different inodes.
        if (_file.CanRead)
        {
            File.WriteAllText(_holder, string.Empty);
        }

        _file.Dispose();
    }

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
