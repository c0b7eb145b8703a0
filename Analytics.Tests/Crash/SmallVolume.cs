using System.Diagnostics;
using System.Globalization;
using Analytics.Tests.EndToEnd;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>A file system of a few megabytes in memory, so that a full disk is real. Needs root on Linux.</summary>
internal sealed class SmallVolume : IDisposable
{
    private const string Filler = "filler";

    private readonly TemporaryFolder _folder = new();

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

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        // Whole pages first, then the rest: the writer must find none at all.
        using var file = new FileStream(_folder.File(Filler), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
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
    }

    public void Free() => File.Delete(_folder.File(Filler));

    public void Dispose()
    {
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
