using System.Diagnostics;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Starts processes so that none outlives the AppHost, however that ends.
/// On Linux each child leads a session of its own and is released only after the <see cref="ProcessReaper"/> knows its group;
/// own groups also keep the terminal's Ctrl-C from reaching children before the AppHost has told them to stop.
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    // The child waits for one line on its standard input; at end of file (the AppHost died meanwhile) it never starts.
    private const string Gate = "read _ || exit 1; exec \"$@\" </dev/null";
    private readonly ProcessReaper? _reaper = OperatingSystem.IsLinux() && File.Exists(Setsid) ? new ProcessReaper() : null;

    internal const string Setsid = "/usr/bin/setsid";

    public ManagedProcess Launch(LaunchPlan plan, Action<string, bool> onLine)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = plan.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in LaunchPlan.VariablesToRemove)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        SetCommand(start, plan);
        var process = Process.Start(start) ?? throw new DistributedApplicationException($"{plan.FileName} did not start.");
        _reaper?.Add(process.Id);
        var managed = new ManagedProcess(process, ownsGroup: _reaper is not null, onLine);
        if (_reaper is not null)
        {
            // The group stays on the reaper's list until nothing of it is left.
            _ = managed.Exited.ContinueWith(_ => _reaper.Remove(managed.Id), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            process.StandardInput.WriteLine();
        }

        process.StandardInput.Close();
        return managed;
    }

    public void Dispose() => _reaper?.Dispose();

    /// <summary>Shells drop variables that are no identifiers to them, such as <c>services__schema-registry__http__0</c>: env(1) sets those again.</summary>
    private static IEnumerable<string> ThroughShell(IDictionary<string, string?> environment)
    {
        var dropped = environment.Where(v => !v.Key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')).Select(v => $"{v.Key}={v.Value}").ToArray();
        return dropped.Length == 0 ? [] : ["env", .. dropped];
    }

    private void SetCommand(ProcessStartInfo start, LaunchPlan plan)
    {
        if (_reaper is null)
        {
            start.FileName = plan.FileName;
        }
        else
        {
            start.FileName = Setsid;
            foreach (var word in (string[])["sh", "-c", Gate, "sh", .. ThroughShell(start.Environment), plan.FileName])
            {
                start.ArgumentList.Add(word);
            }
        }

        foreach (var argument in plan.Arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }
}
