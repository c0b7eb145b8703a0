using System.CommandLine;
using System.Globalization;
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
        var includeLate = new Option<bool>("--include-late") { Description = "First brings the late events of the range into the events, as far as their ids are not there yet." };
        var dryRun = new Option<bool>("--dry-run") { Description = "With --include-late: only says how many late events would be brought in." };
        var command = new Command("rebuild", "Computes the closed windows that events of a time range are in again from gold, and replaces them in one step.") { table, from, to, includeLate, dryRun };
        OperationCommand.SetAction(command, arguments, (parsed, operation, cancellationToken) =>
            RunAsync(operation, parsed.GetValue(table) ?? [], Microseconds(parsed.GetValue(from)), Microseconds(parsed.GetValue(to)), parsed.GetValue(includeLate), parsed.GetValue(dryRun), cancellationToken));
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

    private static async Task<int> RunAsync(LakeOperation operation, string[] wanted, long from, long to, bool includeLate, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun && !includeLate)
        {
            throw new ArgumentException("--dry-run goes with --include-late: a rebuild alone always computes its windows.");
        }

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
        if (includeLate)
        {
            await LateEventsOfRange.RunAsync(operation, isOwner: taken is not null, from, to, dryRun, cancellationToken);
        }

        if (dryRun)
        {
            return 0;
        }

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
                await LateEventsOfRange.SettledAsync(operation, table, staged, cancellationToken);
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
}
