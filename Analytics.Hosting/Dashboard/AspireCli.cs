using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Finds the program that contains Aspire's dashboard: <c>aspire</c> on PATH, or else its npm package in a cache folder.</summary>
internal sealed class AspireCli(ProcessLauncher launcher, DashboardState state)
{
    /// <summary>Tested with this one; a newer one may speak otherwise.</summary>
    public const string Version = "13.5.4";

    public async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        if (OnPath("aspire") is { } installed)
        {
            return installed;
        }

        var package = $"@microsoft/aspire-cli-{Rid}";
        var folder = Path.Combine(CacheFolder, "analytics-platform", "aspire-cli", Version);
        var tool = Path.Combine(folder, "node_modules", package, "bin", OperatingSystem.IsWindows() ? "aspire.exe" : "aspire");
        if (File.Exists(tool))
        {
            return tool;
        }

        if (OnPath("npm") is not { } npm)
        {
            state.Report(DashboardPhase.Unavailable, "needs npm (to fetch the Aspire dashboard) or `aspire` on PATH; the platform runs without it");
            return null;
        }

        state.Report(DashboardPhase.Installing, $"npm fetches {package} {Version}, 60 MB, this once …");
        return await InstallAsync(npm, $"{package}@{Version}", folder, cancellationToken).ConfigureAwait(false) && File.Exists(tool) ? tool : null;
    }

    private static string Rid => $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    private static string CacheFolder =>
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static string? OnPath(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Installs beside the final folder and renames, so that a broken install is never taken for a good one.</summary>
    private async Task<bool> InstallAsync(string npm, string package, string folder, CancellationToken cancellationToken)
    {
        var partial = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(partial);
        try
        {
            var last = "";
            var plan = new LaunchPlan(npm, ["install", "--no-audit", "--no-fund", "--prefix", partial, package], partial, ImmutableSortedDictionary<string, string>.Empty);
            var process = launcher.Launch(plan, (line, _) => last = line);
            var exitCode = await process.Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (exitCode != 0)
            {
                state.Report(DashboardPhase.Unavailable, $"npm install {package} failed with exit code {exitCode}: {last}");
                return false;
            }

            if (!Directory.Exists(folder))
            {
                Directory.Move(partial, folder);
            }

            return true;
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }
}
