using System.CommandLine;
using System.Globalization;
using Analytics.Contracts.Commits;
using Analytics.Lake.Maintenance;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Hosting;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;
using Analytics.Streaming.Windows;

namespace Analytics.Streaming.Operations;

/// <summary>
/// <c>rebuild</c>: computes the closed windows of a time range again from gold. The new rows of a table replace the old ones in one settlement, so that
/// readers see either all of the old or all of the new.
/// </summary>
internal static class RebuildCommand
{
    public static Command Create(Func<ParseResult, StreamingArguments> arguments)
    {
        var table = new Option<string[]>("--table") { Description = "A windowed table; may be given again. Without it: all.", AllowMultipleArgumentsPerToken = true };
        var from = new Option<DateTimeOffset>("--from") { Description = "First event time, ISO 8601; without an offset it is UTC.", Required = true, CustomParser = Instant };
        var to = new Option<DateTimeOffset>("--to") { Description = "End of the time range, exclusive.", Required = true, CustomParser = Instant };
        var command = new Command("rebuild", "Computes the closed windows that events of a time range are in again from gold, and replaces them in one step.") { table, from, to };
        OperationCommand.SetAction(command, arguments, (parsed, operation, cancellationToken) =>
            RunAsync(operation, parsed.GetValue(table) ?? [], Microseconds(parsed.GetValue(from)), Microseconds(parsed.GetValue(to)), cancellationToken));
        return command;
    }

    private static DateTimeOffset Instant(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            result.AddError($"'{text}' is no point in time such as 2026-01-31T14:00:00Z.");
        }

        return instant;
    }

    private static long Microseconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static async Task<int> RunAsync(LakeOperation operation, string[] wanted, long from, long to, CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            throw new ArgumentException("--from must be before --to.");
        }

        string[] known = [.. operation.Settings.Pipeline.Tables.Select(table => table.Name)];
        if (wanted.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"--table {unknown}: the pipeline has {(known.Length == 0 ? "no windowed tables" : string.Join(", ", known))}.");
        }

        using var taken = operation.TryLock();
        foreach (var table in wanted.Length == 0 ? known : [.. wanted.Distinct()])
        {
            var version = taken is null
                ? (await operation.AskOwnerAsync<RebuildAnswer>($"/control/rebuild?table={Uri.EscapeDataString(table)}&from={from}&to={to}", cancellationToken)).StagingVersion
                : await Task.Run(() => Compute(operation, new RebuildRequest(table, from, to), cancellationToken), cancellationToken);
            Console.WriteLine(version is null
                ? $"{table}: no window of this range is closed, nothing to replace"
                : $"{table}: computed again, staged as version {version}");
            if (version is { } staged && taken is null)
            {
                await SettledAsync(operation, table, staged, cancellationToken);
                Console.WriteLine($"{table}: settled");
            }
            else if (version is not null)
            {
                Console.WriteLine($"{table}: Quality settles it when it runs");
            }
        }

        return 0;
    }

    private static async Task<long?> Compute(LakeOperation operation, RebuildRequest request, CancellationToken cancellationToken)
    {
        using var database = StreamingHost.Windows(operation.Configuration, operation.Settings, "rebuild");
        var status = new EngineStatus(TimeProvider.System);
        using var metrics = new StreamingMetrics(operation.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), status);
        var rebuilds = new RebuildRequests();
        rebuilds.Post(request);
        var logger = operation.Services.GetRequiredService<ILoggerFactory>().CreateLogger<WindowWorker>();
        new WindowWorker(operation.Settings, database, status, metrics, FaultPoints.FromEnvironment(), logger, TimeProvider.System, rebuilds).RunOnce(cancellationToken);
        return request.Completion.IsCompleted ? await request.Completion : null;
    }

    /// <summary>Waits until gold has what was staged.</summary>
    private static async Task SettledAsync(LakeOperation operation, string table, long stagingVersion, CancellationToken cancellationToken)
    {
        var settled = new CommitMark<long>(operation.Settings.Lake.Gold(table), AuditCommit.Key, audit => audit.GetProperty("stagingVersion").GetInt64());
        for (var polls = 1; (settled.Read() ?? -1) < stagingVersion; polls++)
        {
            if (polls % 50 == 0)
            {
                Console.WriteLine($"{table}: waiting for Quality to settle version {stagingVersion}, it stands at {settled.Read() ?? -1}; Ctrl-C leaves it to it");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }
}
