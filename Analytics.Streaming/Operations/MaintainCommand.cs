using System.CommandLine;
using Analytics.Lake.Maintenance;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Hosting;

namespace Analytics.Streaming.Operations;

/// <summary><c>maintain</c>: merges small files, removes what nobody needs, deletes files and versions that nobody can name any more, now.</summary>
internal static class MaintainCommand
{
    public static Command Create(Func<ParseResult, StreamingArguments> arguments)
    {
        var command = new Command("maintain", "Compacts, vacuums and cleans up the tables of this service at once: staging and ops. A running service is asked to do it; otherwise its lock is taken.");
        OperationCommand.SetAction(command, arguments, (_, operation, cancellationToken) => RunAsync(operation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(LakeOperation operation, CancellationToken cancellationToken)
    {
        using var taken = operation.TryLock();
        if (taken is null)
        {
            Console.WriteLine("The service is running: it does the work.");
        }

        var reports = taken is null
            ? await operation.AskOwnerAsync<List<MaintenanceReport>>("/control/maintain", cancellationToken)
            : await Task.Run(() => Drain(operation, cancellationToken), cancellationToken);
        foreach (var report in reports)
        {
            Console.WriteLine(
                $"{report.Table}: version {report.Version}, {report.Files} files, {report.Rows} rows; {report.Merges} merges, {report.Expired} files expired, "
                + $"{report.Deleted} files and {report.Versions} versions deleted{(report.Failure is null ? "" : $"; FAILED: {report.Failure}")}");
        }

        return reports.Any(report => report.Failure is not null) ? 1 : 0;
    }

    private static IReadOnlyList<MaintenanceReport> Drain(LakeOperation operation, CancellationToken cancellationToken)
    {
        var logger = operation.Services.GetRequiredService<ILoggerFactory>().CreateLogger<LakeMaintenance>();
        using var maintenance = StreamingHost.Maintenance(operation.Settings, operation.Maintenance, FaultPoints.FromEnvironment(), TimeProvider.System, logger);
        maintenance.DeleteOrphans();
        return maintenance.Drain(cancellationToken);
    }
}
