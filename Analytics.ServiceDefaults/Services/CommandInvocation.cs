using System.CommandLine;
using System.Runtime.InteropServices;

namespace Analytics.ServiceDefaults.Services;

/// <summary>Runs a command line until it ends or is told to stop.</summary>
public static class CommandInvocation
{
    /// <summary>
    /// Runs a parsed command; Ctrl-C and SIGTERM cancel its token, from the first line on. System.CommandLine's own handler does the same, but when the
    /// host's handler of the same signal lets the command end first, it cancels a source that is disposed by then, and the process aborts.
    /// </summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <returns>The command's exit code.</returns>
    public static async Task<int> InvokeUntilSignalAsync(this ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);

        // Never disposed: a signal may come at the very end.
#pragma warning disable CA2000
        var stop = new CancellationTokenSource();
#pragma warning restore CA2000
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token).ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
