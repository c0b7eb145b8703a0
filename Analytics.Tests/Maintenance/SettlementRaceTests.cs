using Analytics.Contracts.Commits;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Quality.Hosting;
using Analytics.Quality.Settlement;
using Analytics.Quality.Telemetry;
using Analytics.Tests.Quality.Settlement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using System.Diagnostics.Metrics;
using Xunit;

namespace Analytics.Tests.Maintenance;

/// <summary>Settlements replace windows in gold while compaction merges the files that hold them.</summary>
public sealed class SettlementRaceTests : IDisposable
{
    private const string Table = SettlementLake.Windows;

    private readonly SettlementLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Commit_ItsFileWasMergedMeanwhile_IsRefusedAndRightWhenPreparedAgain()
    {
        await SettleMinutesAsync(4);
        _lake.StageWindows(10, [new WindowRange(1, 2)], (1, 99));
        var run = (await _lake.PendingAsync(Table))!;
        var state = GateState.Load(_lake.Gold(Table));
        var settler = _lake.Settler(_lake.Suite(), Table);
        var prepared = settler.Prepare(run, state, null)!;
        Drain();

        Should.Throw<FileNotLiveException>(() => _lake.Gold(Table).Commit(state.Gold, prepared.Transaction));
        settler.Discard(prepared, run);
        state = state with { Gold = _lake.Gold(Table).Follow(state.Gold!) };
        _lake.Gold(Table).Commit(state.Gold, settler.Prepare(run, state, null)!.Transaction);

        Rows().ShouldBe(["0 100", "1 99", "2 102", "3 103"]);
        _lake.LastAudit(Table).Totals.Gold.ShouldBe(5);
    }

    [Fact]
    public async Task Gate_WhileEverythingIsMergedAllTheTime_SettlesEachReplacement()
    {
        const int minutes = 12;
        const int rounds = 60;
        await SettleMinutesAsync(minutes);
        var expected = Enumerable.Range(0, minutes).ToDictionary(minute => minute, minute => 100L + minute);
        var random = new Random(9);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var board = new GateBoard();
        using var telemetry = new QualityTelemetry(services.GetRequiredService<IMeterFactory>(), TimeProvider.System, board);
        using var gate = new Gate(Table, _lake.Suite(), _lake.Layout, board, telemetry, TimeProvider.System, NullLogger<Gate>.Instance);
        using var maintenance = Maintenance();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var settling = Task.Run(() => gate.RunAsync(-1, stop.Token), CancellationToken.None);
        var merging = Task.Run(() => maintenance.RunAsync(stop.Token), CancellationToken.None);

        for (var round = 0; round < rounds; round++)
        {
            var minute = random.Next(minutes);
            expected[minute] = 1000 + round;
            _lake.StageWindows(1000 + round, [new WindowRange(minute, minute + 1)], (minute, expected[minute]));
            if (random.Next(3) == 0)
            {
                await Task.Delay(random.Next(10), TestContext.Current.CancellationToken);
            }
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_lake.LastAudit(Table).LastBatch < 1000 + rounds - 1 && !settling.IsCompleted && !merging.IsCompleted)
        {
            await Task.Delay(10, patience.Token);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => settling);
        await Should.ThrowAsync<OperationCanceledException>(() => merging);
        board.Of(Table).Failure.ShouldBeNull();
        Rows().ShouldBe(expected.Select(minute => $"{minute.Key} {minute.Value}").Order(StringComparer.Ordinal));
        _lake.Gold(Table).Load()!.Transactions.ShouldContainKey("compact");
    }

    private async Task SettleMinutesAsync(int count)
    {
        for (var minute = 0; minute < count; minute++)
        {
            _lake.StageWindows(minute, [new WindowRange(minute, minute + 1)], (minute, 100 + minute));
            await _lake.SettleAllAsync(_lake.Suite(), Table);
        }
    }

    private LakeMaintenance Maintenance() => new(
        QualityTables.Of([Table], _lake.Layout, TimeSpan.FromDays(7), TimeProvider.System),
        new MaintenanceSettings { MinFiles = 2, ProcessorShare = 1, Interval = TimeSpan.FromMilliseconds(10) },
        Path.Combine(_lake.Folder, "tmp"),
        TimeProvider.System,
        (table, error) => throw new InvalidOperationException(table, error));

    private void Drain()
    {
        using var maintenance = Maintenance();
        maintenance.Drain(TestContext.Current.CancellationToken);
    }

    private IReadOnlyList<string> Rows() => _lake.Rows(_lake.Gold(Table), "epoch_us(window_start) // 60000000, events");
}
