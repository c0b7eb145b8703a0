namespace Analytics.Quality.Commands;

/// <summary>Runs a scan that Ctrl-C ends: with one line, and an exit code of its own.</summary>
internal static class CancellableScan
{
    /// <summary>How long what was interrupted may take to end. A query of the suite itself may not notice; nothing is left of it when the process ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="errors">Where the line goes.</param>
    /// <param name="loss">What was not done, such as "nothing was judged".</param>
    /// <param name="run">The scan; it throws an <see cref="OperationCanceledException"/> or anything else once it is interrupted.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C.</param>
    /// <returns>The scan's exit code, or <see cref="CommandLine.Cancelled"/>.</returns>
    public static async Task<int> RunAsync(TextWriter errors, string loss, Func<int> run, CancellationToken cancellationToken)
    {
        var scan = Task.Run(run, CancellationToken.None);
        try
        {
            return await scan.WaitAsync(cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAny(scan, Task.Delay(Patience, TimeProvider.System, CancellationToken.None));
            if (scan is { IsCompletedSuccessfully: true, Result: var exitCode })
            {
                return exitCode;
            }

            await errors.WriteLineAsync($"Cancelled: {loss}.");
            return CommandLine.Cancelled;
        }
    }
}
