using System.Globalization;
using Analytics.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Hosting;

/// <summary>An AppHost that is killed leaves no process behind, and the next one goes on where it stopped.</summary>
[Trait("Category", "Integration")]
public sealed class KillTests
{
    private const int Services = 6;

    [Fact]
    public async Task KilledAppHost_LeavesNothingBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        using var folder = new TemporaryFolder();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(120));
        using var process = AppHostProcess.Start(folder.Path, AppHostProcess.WithRandomPorts("--data", "data"));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            while (Descendants(process.Id).Count(IsService) < Services)
            {
                process.HasExited.ShouldBeFalse();
                await Task.Delay(50, deadline.Token);
            }

            var descendants = Descendants(process.Id);
            process.Kill();

            foreach (var descendant in descendants)
            {
                await ProcessEnd.ShouldComeAsync(descendant);
            }

            await output;
        }
        finally
        {
            process.Kill();
        }
    }

    private static bool IsService(int processId) => Read(processId, "cmdline").Contains("exec\0", StringComparison.Ordinal);

    private static List<int> Descendants(int ancestor)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(p => p.Parent, p => p.Id);
        var found = new List<int>();
        var open = new Stack<int>([ancestor]);
        while (open.TryPop(out var current))
        {
            foreach (var child in parents[current])
            {
                found.Add(child);
                open.Push(child);
            }
        }

        return found;
    }

    /// <summary>/proc/PID/stat: <c>4711 (dotnet) S 4700 …</c>; the name may contain anything, so the fields are counted from its end.</summary>
    private static int ParentOf(int processId)
    {
        var stat = Read(processId, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static string Read(int processId, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
