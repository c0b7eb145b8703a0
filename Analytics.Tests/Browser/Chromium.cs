using Microsoft.Playwright;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>The Chromium that the machine has.</summary>
internal static class Chromium
{
    /// <summary>Its file; null when there is none.</summary>
    public static string? File { get; } =
        (from name in (string[])["chromium", "chromium-browser", "google-chrome"]
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         let file = Path.Combine(folder, name)
         where System.IO.File.Exists(file)
         select file).FirstOrDefault();

    public static void Require() => Assert.SkipWhen(File is null, "needs Chromium on the PATH: install the package chromium");

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = File, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
}
