using System.CommandLine;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Log;
using Analytics.Streaming.Hosting;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Operations;

/// <summary>What all commands over a lake share: how they fail. 0 done, 1 failed or cancelled, 2 for what can't work.</summary>
internal static class OperationCommand
{
    public static void SetAction(Command command, Func<ParseResult, StreamingArguments> arguments, Func<ParseResult, LakeOperation, CancellationToken, Task<int>> run) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            LakeOperation operation;
            try
            {
                operation = LakeOperation.Open(arguments(parsed));
            }
            catch (Exception error) when (error is PipelineException or IOException or UnauthorizedAccessException or ArgumentException or FormatException)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return 2;
            }

            await using (operation)
            {
                try
                {
                    return await run(parsed, operation, cancellationToken);
                }
                catch (ArgumentException error)
                {
                    await Console.Error.WriteLineAsync(error.Message);
                    return 2;
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    await Console.Error.WriteLineAsync("Cancelled. What was committed stands; the command may be given again.");
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException
                    or SourceUnavailableException or ConcurrentWriterException)
                {
                    await Console.Error.WriteLineAsync(error.Message);
                }

                return 1;
            }
        });
}
