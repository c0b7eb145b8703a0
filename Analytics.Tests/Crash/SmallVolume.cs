using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>A file system of a few megabytes in memory, so that a full or read-only disk is real. Needs root on Linux.</summary>
internal sealed class SmallVolume : IDisposable
{
    private const string Filler = "filler";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _readOnly = [];

    private SmallVolume()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Mounts one, or skips the test where that is not allowed.</summary>
    public static SmallVolume MountOrSkip(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Mounts a tmpfs.");
        var volume = new SmallVolume();
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", volume.Path) != 0)
        {
            volume._folder.Dispose();
            Assert.Skip("Mounting a tmpfs needs root.");
        }

        return volume;
    }

    /// <summary>Takes the space that is left.</summary>
    /// <param name="leave">Bytes to leave, in pages of 4096.</param>
    public void Fill(int leave = 0)
    {
        // Whole pages first, then the rest: the writer must find none at all.
        using var file = new FileStream(_folder.At(Filler), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 4096])
        {
            var zeros = new byte[size];
            try
            {
                while (true)
                {
                    file.Write(zeros);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        file.SetLength(Math.Max(0, file.Length - leave));
    }

    public void Free() => File.Delete(_folder.At(Filler));

    /// <summary>Whoever opens a file below the folder from now on finds a read-only file system, as after an error of the device.</summary>
    public void MakeReadOnly(string folder)
    {
        // Busy as long as a service has a file open for writing that it opened between the two.
        var tries = 0;
        if (Run("mount", "--bind", folder, folder) != 0)
        {
            throw new InvalidOperationException($"{folder} can't be mounted over itself.");
        }

        while (Run("mount", "-o", "remount,ro,bind", folder) != 0)
        {
            if (++tries == 100)
            {
                Run("umount", "-l", folder);
                throw new InvalidOperationException($"{folder} can't be mounted read-only.");
            }
        }

        _readOnly.Add(folder);
    }

    public void MakeWritable(string folder)
    {
        _readOnly.Remove(folder);
        Run("umount", "-l", folder);
    }

    public void Dispose()
    {
        foreach (var folder in _readOnly.ToArray())
        {
            MakeWritable(folder);
        }

        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
