using System.CommandLine;
using Analytics.SchemaRegistry.Errors;
using Analytics.ServiceDefaults.Services;
using Microsoft.AspNetCore.Connections;

namespace Analytics.SchemaRegistry.Hosting;

/// <summary>The command line. Exit codes: 0 after a clean stop, 2 for what can't work.</summary>
internal static class RegistryCommand
{
    private const int BadArguments = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, separated by ';' (default http://localhost:8081)." };
        var data = new Option<string?>("--data") { Description = "Data folder; the log is {data}/registry/registry.jsonl (default ./data)." };
        var topic = new Option<string?>("--topic") { Description = "Keep the registry in this topic of the Kafka cluster (ConnectionStrings:kafka) instead of the folder, such as _schemas." };
        var command = new RootCommand("Schema registry for JSON Schema with Confluent's REST API.") { urls, data, topic };
        command.SetAction((parsed, cancellationToken) => ServeAsync(new RegistryOptions(parsed.GetValue(urls), parsed.GetValue(data), parsed.GetValue(topic)), cancellationToken));

        var result = command.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await Console.Error.WriteLineAsync($"{error.Message} See --help.").ConfigureAwait(false);
            }

            return BadArguments;
        }

        return await result.InvokeUntilSignalAsync().ConfigureAwait(false);
    }

    private static async Task<int> ServeAsync(RegistryOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = await RegistryHost.BuildAsync(options, cancellationToken: cancellationToken).ConfigureAwait(false);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (RegistryStartException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{error.Message} Stop what listens there, or choose another address with --urls.").ConfigureAwait(false);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"The registry can't listen on '{options.Urls}': {error.Message}").ConfigureAwait(false);
        }

        return BadArguments;
    }
}
