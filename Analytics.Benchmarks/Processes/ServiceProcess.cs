using System.Diagnostics;

namespace Analytics.Benchmarks.Processes;

/// <summary>A process under measurement, its output in a file: a service of the platform as the AppHost starts it, or another program.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;

    private ServiceProcess(string name, Process process, string logFile, StreamWriter log)
    {
        Name = name;
        LogFile = logFile;
        _process = process;
        _log = log;
    }

    public string Name { get; }

    public string LogFile { get; }

    /// <summary>User and system time of the process and its children that live.</summary>
    public TimeSpan CpuTime => TimeSpan.FromTicks(ProcessTree.Sum(_process, static process => process.TotalProcessorTime.Ticks));

    /// <summary>Highest resident memory; with children the sum of each one's highest.</summary>
    public long PeakResidentBytes => ProcessTree.Sum(_process, static process => process.PeakWorkingSet64);

    public long ResidentBytes => ProcessTree.Sum(_process, static process => process.WorkingSet64);

    public bool HasExited => _process.HasExited;

    /// <summary>A service of the platform: <c>dotnet exec</c> on its built assembly.</summary>
    public static ServiceProcess Start(string project, string logDirectory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // artifacts/bin/Analytics.Benchmarks/debug/ -> artifacts/bin/{project}/debug/{project}.dll
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var assembly = Path.Combine(bin, project, configuration, project + ".dll");
        if (!File.Exists(assembly))
        {
            throw new FileNotFoundException($"{assembly} is missing: build the solution first.", assembly);
        }

        var start = new ProcessStartInfo("dotnet", ["exec", assembly, .. arguments]);
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        return Start(project, start, logDirectory);
    }

    /// <summary>Any program; its output goes to <c>{name}.log</c> in the log folder.</summary>
    public static ServiceProcess Start(string name, ProcessStartInfo start, string logDirectory)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        var file = Path.Combine(logDirectory, name + ".log");
        var log = new StreamWriter(file) { AutoFlush = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        process.OutputDataReceived += (_, line) => Append(log, line.Data);
        process.ErrorDataReceived += (_, line) => Append(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServiceProcess(name, process, file, log);
    }

    /// <summary>Ends the process at once (SIGKILL), as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGTERM first: what is measured includes a clean stop.
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        _process.Dispose();
        await _log.DisposeAsync().ConfigureAwait(false);
    }

    private static void Append(StreamWriter log, string? line)
    {
        if (line is not null)
        {
            lock (log)
            {
                log.WriteLine(line);
            }
        }
    }
}
