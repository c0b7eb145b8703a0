using System.CommandLine;
using Analytics.Contracts.Inputs;
using Analytics.Contracts.Pipelines;
using Analytics.Producer.Simulation;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Producer.Hosting;

/// <summary>The command line. Exit codes: 0 sent, 1 a record failed for good, 2 for what can't work.</summary>
internal static class ProducerCommand
{
    private const int BadArguments = 2;
    private const double DefaultSimulatedRate = 500;

    public static async Task<int> RunAsync(string[] args)
    {
        var pipeline = new Option<string?>("--pipeline") { Description = "Pipeline, by name or folder (default saas)." };
        var data = new Option<string?>("--data") { Description = "Data folder; resume points are kept in {data}/producer (default ./data)." };
        var file = new Option<string?>("--file") { Description = "File to send: NDJSON, CSV or Parquet." };
        var simulate = new Option<bool>("--simulate") { Description = "Send simulated events; the default without --file." };
        var rate = new Option<double?>("--rate") { Description = "Events a second (default: a file as fast as it goes, simulation 500)." };
        var count = new Option<long?>("--count") { Description = "Records to send (default: the whole file, simulation without end)." };
        var seed = new Option<int?>("--seed") { Description = "Seed of the simulation (default: another one each time)." };
        var faults = new Option<string?>("--faults") { Description = "Shares of faulty records: duplicates=0.02,disorder=0.01,late=0.01,poison=0.005." };
        var ledger = new Option<string?>("--ledger") { Description = "File that gets the ground truth: what was sent, by kind, as JSON." };
        var command = new RootCommand("Sends a file or simulated events to a pipeline's topic.") { pipeline, data, file, simulate, rate, count, seed, faults, ledger };
        command.SetAction((parsed, cancellationToken) => SendAsync(
            builder =>
            {
                Override(builder.Configuration, nameof(PlatformOptions.Pipeline), parsed.GetValue(pipeline));
                Override(builder.Configuration, nameof(PlatformOptions.Data), parsed.GetValue(data));
                if (parsed.GetValue(file) is not null && parsed.GetValue(simulate))
                {
                    throw new FormatException("--file and --simulate exclude each other.");
                }

                var platform = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
                var input = parsed.GetValue(file) is { } path ? InputFile.Inspect(path) : null;
                return new ProducerOptions
                {
                    Pipeline = PipelineLoader.Load(PipelineLocator.Find(platform.Pipeline, Directory.GetCurrentDirectory())),
                    Data = platform.Data,
                    File = input,
                    Rate = Positive("--rate", parsed.GetValue(rate)) ?? (input is null ? DefaultSimulatedRate : null),
                    Count = (long?)Positive("--count", parsed.GetValue(count)),
                    Seed = parsed.GetValue(seed) ?? Random.Shared.Next(),
                    Faults = FaultRates.Parse(parsed.GetValue(faults)),
                    Ledger = parsed.GetValue(ledger),
                };
            },
            cancellationToken));

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

    private static async Task<int> SendAsync(Func<WebApplicationBuilder, ProducerOptions> read, CancellationToken cancellationToken)
    {
        try
        {
            var builder = WebApplication.CreateBuilder();
            await using var app = ProducerHost.Build(builder, read(builder));
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
            var exitCode = await app.Services.GetRequiredService<ProducerJob>().RunAsync(stop.Token).ConfigureAwait(false);
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception error) when (error is PipelineException or InputFileException or FormatException)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return BadArguments;
        }
    }

    private static void Override(ConfigurationManager configuration, string key, string? value)
    {
        if (value is not null)
        {
            configuration[$"{PlatformOptions.Section}:{key}"] = value;
        }
    }

    private static double? Positive(string option, double? value) =>
        value is null or > 0 ? value : throw new FormatException($"{option} must be above 0.");
}
