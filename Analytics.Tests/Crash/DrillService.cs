using System.Diagnostics;
using System.Globalization;

namespace Analytics.Tests.Crash;

/// <summary>A service of the platform as a process of its own, started as the AppHost starts it, that can be killed and frozen.</summary>
internal sealed class DrillService : IAsyncDisposable
{
    public const int Killed = 128 + 9;

    private readonly Process _process;
    private readonly List<string> _output = [];

    private DrillService(string name, Process process)
    {
        Name = name;
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public static DrillService Start(string name, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        // artifacts/bin/Analytics.Tests/debug/ -> artifacts/bin/{name}/debug/{name}.dll
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var assembly = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, configuration, name + ".dll"));
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in (IEnumerable<string>)["exec", assembly, .. arguments])
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        return new DrillService(name, Process.Start(start)!);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits for an end that was not asked for.</summary>
    /// <returns>The exit code; <see cref="Killed"/> after SIGKILL.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException canceled)
        {
            throw new TimeoutException($"{Name} has not ended\n{Output}", canceled);
        }

        return _process.ExitCode;
    }

    /// <summary>Waits until it has stopped itself at the step that it was started with.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        // The state follows the name in parentheses: "1234 (dotnet) T …".
        try
        {
            while (!HasExited && !File.ReadAllText($"/proc/{_process.Id}/stat").Contains(") T ", StringComparison.Ordinal))
            {
                await Task.Delay(20, cancellationToken);
            }
        }
        catch (OperationCanceledException canceled)
        {
            throw new TimeoutException($"{Name} has not stopped itself\n{Output}", canceled);
        }

        if (HasExited)
        {
            throw new InvalidOperationException($"{Name} ended with {ExitCode} before it stopped.\n{Output}");
        }
    }

    public Task FreezeAsync(CancellationToken cancellationToken) => SignalAsync("STOP", cancellationToken);

    public Task ThawAsync(CancellationToken cancellationToken) => SignalAsync("CONT", cancellationToken);

    /// <summary>SIGTERM, and the clean stop that follows.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("TERM", cancellationToken);
        return await EndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }
}
