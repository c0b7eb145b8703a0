using System.Globalization;
using System.Text;
using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Operations;
using Analytics.Streaming.Publishing;
using Analytics.Streaming.Telemetry;
using Analytics.Tests.Streaming;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Operations;

public sealed class DlqReplayTests : IAsyncLifetime
{
    private const int Fixable = 23;
    private const int Broken = 9;

    private readonly IngestHarness _harness = new();
    private readonly MemoryReplayTopic _topic = new();

    /// <summary>Events without a kind, and no events at all; then the contract comes to do without a kind.</summary>
    public async ValueTask InitializeAsync()
    {
        List<MemoryRecord> log =
        [
            .. Enumerable.Range(0, Fixable + Broken).Select(i => new MemoryRecord(GeneratedEvent.Epoch + 1000, Encoding.UTF8.GetBytes(
                i % 3 == 1 && i / 3 < Broken ? "{\"id\":" : string.Create(CultureInfo.InvariantCulture, $$"""{"id":"e{{i}}","at":"{{GeneratedEvent.Iso(GeneratedEvent.Epoch)}}"}""")))),
        ];
        await _harness.RunToEndAsync([log, [], []], () => 100);
        _harness.LastCommit()!.Totals.DeadLettered.ShouldBe(Fixable + Broken);
        await PublishAsync();
        var schema = Path.Combine(_harness.Root, "pipeline", "schemas", "event.v1.json");
        await File.WriteAllTextAsync(schema, (await File.ReadAllTextAsync(schema)).Replace("\"at\", \"kind\"]", "\"at\"]", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        _harness.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task DryRun_SaysByReasonWhatWouldBeAcceptedAndSendsNothing()
    {
        var report = await RunAsync(dryRun: true);

        report.Accepted.ShouldBe(Fixable);
        report.Lines["schema_violation"].Accepted.ShouldBe(Fixable);
        report.Lines["malformed_json"].Refused.ShouldBe(Broken);
        Directory.Exists(_harness.Settings.Lake.Ops(ReplayedLetters.Name)).ShouldBeFalse();
        (await RunAsync(dryRun: true, reason: "malformed_json")).Seen.ShouldBe(Broken);
    }

    [Fact]
    public async Task Run_Repeated_SendsEachAcceptedLetterOnceAsItCame()
    {
        (await RunAsync()).Accepted.ShouldBe(Fixable);
        var again = await RunAsync();

        again.Accepted.ShouldBe(0);
        again.Lines["schema_violation"].Replayed.ShouldBe(Fixable);
        again.Lines["malformed_json"].Refused.ShouldBe(Broken);
        _topic.Sent.Count.ShouldBe(Fixable);
        _topic.Sent.Select(letter => letter.Coordinates).Distinct().Count().ShouldBe(Fixable);
        _topic.Sent.ShouldAllBe(letter => Encoding.UTF8.GetString(letter.Value!).Contains("\"id\":\"e", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Fault.AfterReplayNoted, null)]
    [InlineData(Fault.AfterReplaySent, null)]
    [InlineData(null, 0)]
    [InlineData(null, 3)]
    [InlineData(null, 7)]
    [InlineData(null, 12)]
    public async Task Run_KilledAtAnyStep_SendsEachLetterOnceInAll(string? step, int? diesAfter)
    {
        _topic.DiesAfter = diesAfter;
        var steps = 0;
        await Should.ThrowAsync<IOException>(() => RunAsync(reached: name =>
        {
            if (name == step && ++steps == 2)
            {
                throw new IOException("injected");
            }
        }));

        await RunAsync();
        await RunAsync();

        _topic.Sent.Select(letter => letter.Coordinates.Offset).Order().ShouldBe(_topic.Sent.Select(letter => letter.Coordinates.Offset).Distinct().Order());
        _topic.Sent.Count.ShouldBe(Fixable);
    }

    private async Task<DlqReplayReport> RunAsync(bool dryRun = false, string? reason = null, Action<string>? reached = null)
    {
        using var check = new ContractCheck(new PlainContracts(_harness.Settings), TimeProvider.System);
        return await new DlqReplay(_harness.Settings.Lake, check, new FaultPoints(reached), TimeProvider.System) { PageSize = 5 }
            .RunAsync(reason, again: false, dryRun ? null : _topic, _ => { }, TestContext.Current.CancellationToken);
    }

    private async Task PublishAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var side = new MemorySideTopic();
        var publisher = new SidePublisher(
            _harness.Settings.Lake,
            new SideTable(BatchCommitter.DeadLetters, "events.dlq"),
            commit => commit.DeadLetterFiles,
            side,
            _harness.Metrics,
            new FaultPoints(null),
            TimeProvider.System,
            gather: TimeSpan.Zero);
        var running = publisher.RunAsync(stop.Token);
        var table = new DeltaTable(_harness.Settings.Lake.Ops(BatchCommitter.DeadLetters));
        while (!running.IsCompleted && (table.Load()?.RowCount ?? 0) < Fixable + Broken)
        {
            await Task.WhenAny(running, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
