using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Lake.Log;

/// <summary>
/// The exclusive lock of one role on one lake: flock(2) on an open file. The kernel releases it when its holder dies, so there is no stale lock.
/// </summary>
public sealed partial class WriterLock : IDisposable
{
    private const string Folder = ".locks";
    private readonly FileStream _file;
    private readonly string _holder;

    private readonly string _address;

    private WriterLock(FileStream file, string holder, string address)
    {
        _file = file;
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
        return new WriterLock(file, holder, address);
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
        // The files stay: removing a lock file lets two processes hold "the" lock on two different inodes.
        if (_file.CanRead)
        {
            Note(_address, string.Empty);
            Note(_holder, string.Empty);
        }

        _file.Dispose();
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
