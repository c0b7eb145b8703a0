using System.Diagnostics;

namespace Aspire.Hosting.Orchestration;

/// <summary>A running child: its output line by line, and its end with all that it left behind.</summary>
internal sealed class ManagedProcess
{
    private static readonly TimeSpan OutputAfterExit = TimeSpan.FromMilliseconds(500);
    private readonly Process _process;
    private readonly bool _ownsGroup;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ManagedProcess(Process process, bool ownsGroup, Action<string, bool> onLine)
    {
        _process = process;
        _ownsGroup = ownsGroup;
        Id = process.Id;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ended.TrySetResult();
        if (process.HasExited)
        {
            _ended.TrySetResult();
        }

        Exited = CompleteAsync(Task.WhenAll(PumpAsync(process.StandardOutput, isError: false, onLine), PumpAsync(process.StandardError, isError: true, onLine)));
    }

    public int Id { get; }

    public bool HasExited => Exited.IsCompleted;

    /// <summary>The exit code, once the process has ended, its last output is read and its descendants are killed.</summary>
    public Task<int> Exited { get; }

    public async Task StopAsync(CancellationToken deadline)
    {
        Terminate();
        await _ended.Task.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Kill();
        await Exited.ConfigureAwait(false);
    }

    private static async Task PumpAsync(StreamReader reader, bool isError, Action<string, bool> onLine)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                onLine(line, isError);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The pipe broke with the process.
        }
    }

    private async Task<int> CompleteAsync(Task output)
    {
        await _ended.Task.ConfigureAwait(false);
        Kill();

        // A descendant that left the group may hold the pipe open for ever: do not wait for it.
        await output.WaitAsync(OutputAfterExit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exitCode = _process.ExitCode;
        _process.Dispose();
        return exitCode;
    }

    private void Terminate()
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
        }
        else
        {
            _ = Signals.Send(_ownsGroup ? -Id : Id, Signals.Terminate);
        }
    }

    private void Kill()
    {
        if (_ownsGroup)
        {
            _ = Signals.Send(-Id, Signals.Kill);
            return;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
