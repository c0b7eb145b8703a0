using System.CommandLine;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Registry;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Hosting;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Operations;

/// <summary><c>replay-dlq</c>: sends dead letters that the contract accepts by now to their topic again.</summary>
internal static class ReplayDlqCommand
{
    public static Command Create(Func<System.CommandLine.ParseResult, StreamingArguments> arguments)
    {
        var reasons = Enum.GetValues<DeadLetterReason>().Where(reason => reason != default).Select(reason => reason.WireName()).ToArray();
        var reason = new Option<string?>("--reason") { Description = $"Only dead letters with this reason: {string.Join(", ", reasons)}." };
        reason.AcceptOnlyFromAmong(reasons);
        var dryRun = new Option<bool>("--dry-run") { Description = "Sends nothing: says what would be accepted now, by reason." };
        var again = new Option<bool>("--again") { Description = "Also letters that are replays themselves and were refused once more." };
        var command = new Command("replay-dlq", "Holds the records of ops/dead_letters against the present contract, and sends those it accepts to their topic again, each once.") { reason, dryRun, again };
        OperationCommand.SetAction(command, arguments, (parsed, operation, cancellationToken) =>
            RunAsync(operation, parsed.GetValue(reason), parsed.GetValue(dryRun), parsed.GetValue(again), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(LakeOperation operation, string? reason, bool dryRun, bool again, CancellationToken cancellationToken)
    {
        var settings = operation.Settings;
        var seen = 0L;
        var report = await DlqReplayRun.RunAsync(
            settings,
            operation.Services.GetRequiredService<KafkaClients>(),
            Contracts(operation),
            FaultPoints.FromEnvironment(),
            new DlqReplayRequest(reason, dryRun, again),
            so =>
            {
                if (so.Seen / 10_000 > seen / 10_000)
                {
                    Console.WriteLine($"{so.Seen} dead letters looked at, {so.Accepted} {(dryRun ? "would be accepted" : "sent")}");
                }

                seen = so.Seen;
            },
            cancellationToken);
        foreach (var (name, line) in report.Lines)
        {
            Console.WriteLine($"{name}: {line.Accepted} {(dryRun ? "would be accepted" : "sent")}, {line.Refused} still refused, {line.Replayed} replayed before, {line.FailedAgain} replays refused again");
        }

        Console.WriteLine($"{report.Seen} dead letters, {report.Accepted} {(dryRun ? "would be accepted now" : $"sent to {settings.Pipeline.Source.Topic}")}");
        return 0;
    }

    private static IEventContracts Contracts(LakeOperation operation) => SourceContracts.Of(
        operation.Settings, new SchemaRegistryClient(StreamingHost.RegistryHttp(operation.Configuration)), new EngineStatus(TimeProvider.System), TimeProvider.System);
}
