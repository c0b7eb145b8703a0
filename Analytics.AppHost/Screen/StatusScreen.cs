using System.Globalization;
using Analytics.AppHost.Options;
using Microsoft.Extensions.Hosting;

namespace Analytics.AppHost.Screen;

/// <summary>Redraws the status in place on a terminal; elsewhere writes a line when something has changed, at most every few seconds.</summary>
internal sealed class StatusScreen(ResourceBoard board, StatusView view, LedgerClient ledgers, LiveCounts live, GateAlarms gates, PlatformSettings platform, TerminalCanvas terminal, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // --until-done tells a crash itself, since it ends with it.
            var watching = platform.UntilDone ? Task.CompletedTask : TellCrashAsync(stoppingToken);
            await (terminal.CanRedraw ? RedrawAsync(stoppingToken) : WriteLinesAsync(stoppingToken)).ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            terminal.WriteLine("Stopping …");
        }
    }

    private async Task RedrawAsync(CancellationToken stoppingToken)
    {
        var throughput = new Throughput(clock);
        while (true)
        {
            var ledger = await LedgerAsync(stoppingToken).ConfigureAwait(false);
            var open = await live.OfAsync(ledger, stoppingToken).ConfigureAwait(false);
            var alarms = ledger is null ? [] : await gates.NowAsync(stoppingToken).ConfigureAwait(false);
            terminal.Redraw(view.Sections(ledger, open, alarms, ledger is null ? 0 : throughput.Update(ledger.Consumed)));
            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task WriteLinesAsync(CancellationToken stoppingToken)
    {
        foreach (var line in view.Header())
        {
            terminal.WriteLine(line);
        }

        var throughput = new Throughput(clock);
        var last = "";
        var toldPlaces = false;
        var dashboard = "";
        while (true)
        {
            if (view.Dashboard() is var place && place != dashboard)
            {
                dashboard = place;
                terminal.WriteLine($"Dashboard: {place}");
            }

            var ledger = await LedgerAsync(stoppingToken).ConfigureAwait(false);
            if (ledger is not null && !toldPlaces)
            {
                toldPlaces = true;
                foreach (var (name, address) in view.Places().Skip(1))
                {
                    terminal.WriteLine($"{name}: {address}");
                }
            }

            var line = ledger is null ? States() : LedgerText.Short(ledger);
            var rate = ledger is null ? "" : string.Create(CultureInfo.InvariantCulture, $"  {throughput.Update(ledger.Consumed):#,0} events/s");
            if (line != last)
            {
                foreach (var alarm in ledger is null ? [] : await gates.NowAsync(stoppingToken).ConfigureAwait(false))
                {
                    terminal.WriteLine(alarm);
                }

                terminal.WriteLine(line + rate);
                last = line;
            }

            await Task.Delay(ledger is null ? Interval : LineInterval, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task TellCrashAsync(CancellationToken stoppingToken)
    {
        var told = new HashSet<(string, DateTime?)>();
        while (true)
        {
            foreach (var crashed in board.States.Where(ResourceBoard.HasCrashed).Where(r => told.Add((r.Resource.Name, r.Snapshot.StopTimeStamp))))
            {
                terminal.WriteLine($"✗ {crashed.Resource.Name} ended: {crashed.Snapshot.State?.Text}, exit code {crashed.Snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}. Its last lines:");
                foreach (var line in await board.LastLinesAsync(crashed, stoppingToken).ConfigureAwait(false))
                {
                    terminal.WriteLine($"    {line}");
                }
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<LedgerSnapshot?> LedgerAsync(CancellationToken stoppingToken) =>
        ResourceBoard.IsHealthy(board.Find("api")) && await ledgers.TryGetAsync(stoppingToken).ConfigureAwait(false) is { } json ? LedgerSnapshot.Parse(json) : null;

    private string States() => string.Join("  ", board.States.Select(r => $"{r.Resource.Name} {(ResourceBoard.IsHealthy(r) ? "healthy" : r.Snapshot.State?.Text)}"));
}
