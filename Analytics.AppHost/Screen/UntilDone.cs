using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.AppHost.Options;
using Analytics.AppHost.Resources;
using Microsoft.Extensions.Hosting;

namespace Analytics.AppHost.Screen;

/// <summary>Ends the run when all input is settled and all windows are closed, when a service has failed, or when nothing moves any more.</summary>
internal sealed class UntilDone(
    ResourceBoard board,
    LedgerClient ledgers,
    PlatformSettings platform,
    RunOutcome outcome,
    TerminalCanvas terminal,
    IHostApplicationLifetime lifetime,
    TimeProvider clock) : BackgroundService
{
    private const string Producer = "producer";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly StallWatch _stall = new(clock);

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
            if (FindFailure() is { } failed)
            {
                return await FailAsync(failed, stoppingToken).ConfigureAwait(false);
            }

            var sent = SentEvents.Read(platform);
            var json = ResourceBoard.IsHealthy(board.Find("api")) ? await ledgers.TryGetAsync(stoppingToken).ConfigureAwait(false) : null;
            var ledger = json is null ? null : LedgerSnapshot.Parse(json);
            if (ledger is not null && IsInputSent() && await EndsAsync(sent, ledger, stoppingToken).ConfigureAwait(false) is { } ends && RunVerdict.IsFinal(ledger, ends))
            {
                return await FinishAsync(json!, ledger, sent, stoppingToken).ConfigureAwait(false);
            }

            if (WasProducerStopped(sent))
            {
                terminal.WriteLine("The producer was stopped before it had sent the whole file; the next run goes on there.");
                return ExitCodes.Failed;
            }

            var progress = Progress(sent, ledger);
            if (_stall.Observe(progress))
            {
                terminal.WriteLine($"Nothing has moved for {_stall.Idle.TotalMinutes:0} minutes: {progress}. Giving up after {StallWatch.GiveUp.TotalMinutes:0}.");
            }

            if (_stall.IsHopeless)
            {
                terminal.WriteLine($"✗ Nothing has moved for {_stall.Idle.TotalMinutes:0} minutes, so not all input can be settled: {progress}.");
                return ExitCodes.Failed;
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>A service that has failed; of those that were not asked to, even one that ended well is one too few.</summary>
    private ResourceEvent? FindFailure() => board.Crash.IsCompletedSuccessfully
        ? board.Crash.Result
        : board.States.FirstOrDefault(r => r.Resource.Name is not (Producer or NativeKafkaExtensions.Format) && r.Snapshot.State?.Text == KnownResourceStates.Finished);

    private bool IsInputSent() => platform.HasProducer
        ? board.Find(Producer)?.Snapshot.State?.Text == KnownResourceStates.Finished
        : ResourceBoard.IsHealthy(board.Find("streaming"));

    private bool WasProducerStopped(SentEvents? sent) =>
        platform.HasProducer && sent is not { Complete: true } && board.Find(Producer)?.Snapshot is { ExitCode: 0 } producer && producer.State?.Text == KnownResourceStates.Finished;

    /// <summary>
    /// Where the topic ends, by partition; null when nobody could tell. Says to the streaming service, again and again until its ledger has it,
    /// that no more comes.
    /// </summary>
    private async Task<IReadOnlyDictionary<int, long>?> EndsAsync(SentEvents? sent, LedgerSnapshot ledger, CancellationToken stoppingToken)
    {
        if (platform.HasProducer)
        {
            if (!ledger.EndOfInput)
            {
                await ledgers.TryEndInputAsync(stoppingToken).ConfigureAwait(false);
            }

            return sent is { Complete: true } ? sent.Partitions.ToDictionary(p => p.Partition, p => p.EndOffset ?? 0) : null;
        }

        return await ledgers.TryEndInputAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task<int> FinishAsync(JsonObject json, LedgerSnapshot ledger, SentEvents? sent, CancellationToken stoppingToken)
    {
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

        var complaints = RunVerdict.Complaints(ledger, sent, platform).ToArray();
        foreach (var complaint in complaints)
        {
            terminal.WriteLine($"✗ {complaint}");
        }

        return complaints.Length == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }

    private async Task<int> FailAsync(ResourceEvent failed, CancellationToken stoppingToken)
    {
        terminal.WriteLine($"✗ {failed.Resource.Name} ended too early ({failed.Snapshot.State?.Text}, exit code {failed.Snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}). Its last lines:");
        foreach (var line in await board.LastLinesAsync(failed, stoppingToken).ConfigureAwait(false))
        {
            terminal.WriteLine($"    {line}");
        }

        return failed.Snapshot.ExitCode == ExitCodes.BadArguments ? ExitCodes.BadArguments : ExitCodes.Failed;
    }

    private string Progress(SentEvents? sent, LedgerSnapshot? ledger)
    {
        var states = string.Join(", ", board.States.Where(r => !ResourceBoard.IsHealthy(r)).Select(r => $"{r.Resource.Name} {r.Snapshot.State?.Text}"));
        var tables = ledger is null ? "" : string.Concat(ledger.Tables.Select(t => $", {t.Name} closed to {LedgerText.Time(t.ClosedTo)}"));
        return string.Concat(
            sent is null ? "" : $"sent {LedgerText.Count(sent.Acknowledged)}, ",
            ledger is null ? "the API does not tell the ledger" : LedgerText.Short(ledger) + tables,
            states.Length > 0 ? $"; not healthy: {states}" : "");
    }
}
