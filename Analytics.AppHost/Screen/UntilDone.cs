using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.AppHost.Options;
using Microsoft.Extensions.Hosting;

namespace Analytics.AppHost.Screen;

/// <summary>Ends the run when all input is settled and all windows are closed, or when a service has failed.</summary>
internal sealed class UntilDone(
    ResourceBoard board,
    LedgerClient ledgers,
    PlatformSettings platform,
    RunOutcome outcome,
    TerminalCanvas terminal,
    IHostApplicationLifetime lifetime,
    TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            outcome.ExitCode = await RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            outcome.ExitCode = ExitCodes.Failed;
            terminal.WriteLine("Stopped before all input was settled.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            outcome.ExitCode = ExitCodes.Failed;
            terminal.WriteLine($"The report {platform.Report} can't be written: {error.Message}");
        }

        lifetime.StopApplication();
    }

    private async Task<int> RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (board.Crash.IsCompletedSuccessfully)
            {
                return await FailAsync(await board.Crash.ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
            }

            if (IsInputSent() && await LastLedgerAsync(stoppingToken).ConfigureAwait(false) is { } json)
            {
                return await FinishAsync(json, stoppingToken).ConfigureAwait(false);
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private bool IsInputSent() => platform.HasProducer
        ? board.Find("producer")?.Snapshot is { } producer && producer.State?.Text == KnownResourceStates.Finished
        : ResourceBoard.IsHealthy(board.Find("streaming"));

    /// <summary>The ledger once it is final; until then tells the streaming service, again and again, that no more comes.</summary>
    private async Task<JsonObject?> LastLedgerAsync(CancellationToken stoppingToken)
    {
        if (await ledgers.TryGetAsync(stoppingToken).ConfigureAwait(false) is not { } json)
        {
            return null;
        }

        var ledger = LedgerSnapshot.Parse(json);
        if (ledger.EndOfInput && ledger.Settled && ledger.Consumed >= SentEvents.Read(platform))
        {
            return json;
        }

        if (!ledger.EndOfInput)
        {
            await ledgers.TryEndInputAsync(stoppingToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<int> FinishAsync(JsonObject json, CancellationToken stoppingToken)
    {
        var ledger = LedgerSnapshot.Parse(json);
        var seconds = (ledger.LastGoldAt - ledger.FirstFetchedAt)?.TotalSeconds ?? 0;
        var eventsPerSecond = seconds > 0 ? ledger.Consumed / seconds : 0;
        foreach (var line in LedgerText.Lines(ledger))
        {
            terminal.WriteLine(line);
        }

        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s from the first record fetched to the last gold commit: {eventsPerSecond:#,0} events/s"));
        if (platform.Report is { } report)
        {
            json["seconds"] = Math.Round(seconds, 3);
            json["events_per_second"] = Math.Round(eventsPerSecond, 1);
            await File.WriteAllTextAsync(report, json.ToJsonString(Indented) + Environment.NewLine, stoppingToken).ConfigureAwait(false);
            terminal.WriteLine($"Report: {report}");
        }

        var good = ledger is { Quarantined: 0, Balanced: true };
        if (!good)
        {
            terminal.WriteLine(ledger.Balanced ? $"{LedgerText.Count(ledger.Quarantined)} rows are quarantined." : "The ledger does not balance.");
        }

        return good ? ExitCodes.Success : ExitCodes.Failed;
    }

    private async Task<int> FailAsync(ResourceEvent crashed, CancellationToken stoppingToken)
    {
        terminal.WriteLine($"✗ {crashed.Resource.Name} failed ({crashed.Snapshot.State?.Text}, exit code {crashed.Snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}). Its last lines:");
        foreach (var line in await board.LastLinesAsync(crashed, stoppingToken).ConfigureAwait(false))
        {
            terminal.WriteLine($"    {line}");
        }

        return crashed.Snapshot.ExitCode == ExitCodes.BadArguments ? ExitCodes.BadArguments : ExitCodes.Failed;
    }
}
