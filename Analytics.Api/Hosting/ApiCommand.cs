using System.CommandLine;
using Analytics.Contracts.Pipelines;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Api.Hosting;

/// <summary>The command line of the API. Its options are configuration keys under another name.</summary>
internal static class ApiCommand
{
    private const int Failed = 1;
    private const int BadConfiguration = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen, separated by semicolons. Default: {ApiApplication.DefaultUrl}." };
        var pipeline = new Option<string?>("--pipeline") { Description = "The pipeline's name or folder. Default: saas. Key: Platform:Pipeline." };
        var data = new Option<string?>("--data") { Description = "The data folder. Default: ./data. Key: Platform:Data." };
        var command = new RootCommand("Serves the gold tables of a pipeline: rows, SQL, the ledger.") { urls, pipeline, data };

        command.SetAction((result, cancellationToken) => ServeAsync(
            new Dictionary<string, string?>
            {
                [WebHostDefaults.ServerUrlsKey] = result.GetValue(urls),
                [$"{PlatformOptions.Section}:{nameof(PlatformOptions.Pipeline)}"] = result.GetValue(pipeline),
                [$"{PlatformOptions.Section}:{nameof(PlatformOptions.Data)}"] = result.GetValue(data),
            },
            cancellationToken));

        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"{error.Message} See --help.");
            }

            return BadConfiguration;
        }

        return await parsed.InvokeUntilSignalAsync();
    }

    private static async Task<int> ServeAsync(IReadOnlyDictionary<string, string?> options, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = ApiApplication.Build(options.Where(option => option.Value is not null));
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException or FormatException)
            {
                var reason = exception.Message.TrimEnd('.');
                return await ComplainAsync($"{reason}. Choose another address with --urls, or stop the program that uses it.", BadConfiguration);
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (PipelineException exception)
        {
            return await ComplainAsync(exception.Message, BadConfiguration);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception exception)
        {
            return await ComplainAsync(exception.ToString(), Failed);
        }
    }

    private static async Task<int> ComplainAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync($"api: {message}");
        return exitCode;
    }
}
