using System.CommandLine;
using System.Net.Sockets;
using Analytics.Contracts.Pipelines;
using Analytics.ServiceDefaults.Services;
using Analytics.Streaming.Operations;
using Microsoft.AspNetCore.Connections;

namespace Analytics.Streaming.Hosting;

/// <summary>The command line. Exit codes: 0 after a clean stop, 1 when another instance took over, 2 for what can't work.</summary>
internal static class StreamingCommand
{
    private const int BadArguments = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var pipeline = new Option<string?>("--pipeline") { Description = "A pipeline's name or its folder (default saas)." };
        var data = new Option<string?>("--data") { Description = "Data folder; the lake is {data}/lake/{pipeline} (default ./data)." };
        var urls = new Option<string?>("--urls") { Description = "Addresses of /health, /status and /control (default: ASPNETCORE_URLS)." };
        var command = new RootCommand("Ingest and windows: reads the pipeline's topic, writes staged events and windowed tables to the lake.") { pipeline, data, urls };
        pipeline.Recursive = true;
        data.Recursive = true;
        Func<ParseResult, StreamingArguments> lake = parsed => new StreamingArguments(parsed.GetValue(pipeline), parsed.GetValue(data), Urls: null);
        command.Subcommands.Add(MaintainCommand.Create(lake));
        command.Subcommands.Add(RebuildCommand.Create(lake));
        command.Subcommands.Add(ReplayDlqCommand.Create(lake));
        command.Subcommands.Add(CompareCommand.Create(lake));
        command.SetAction((parsed, cancellationToken) =>
            ServeAsync(new StreamingArguments(parsed.GetValue(pipeline), parsed.GetValue(data), parsed.GetValue(urls)), cancellationToken));

        var result = command.Parse(args);
        if (result.Errors.Count == 0)
        {
            return await result.InvokeUntilSignalAsync();
        }

        foreach (var error in result.Errors)
        {
            await Console.Error.WriteLineAsync($"{error.Message} See --help.");
        }

        return BadArguments;
    }

    private static async Task<int> ServeAsync(StreamingArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await StreamingHost.RunAsync(arguments, cancellationToken);
        }
        catch (PipelineException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{error.Message} Stop what listens there, or choose another address with --urls.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or FormatException or SocketException)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }

        return BadArguments;
    }
}
