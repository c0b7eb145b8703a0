using System.CommandLine;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Sql;

namespace Analytics.Quality.Commands;

/// <summary><c>quarantine</c> lists the batches that wait for a decision, <c>release</c> and <c>discard</c> make it.</summary>
internal static class QuarantineCommands
{
    private const int Failed = 1;

    public static IEnumerable<Command> Create() =>
    [
        List(),
        Decide(QuarantineAction.Release, "Brings the rows of a quarantined batch to gold; windows that they belong to are computed anew."),
        Decide(QuarantineAction.Discard, "Gives up the rows of a quarantined batch: they never come to gold."),
    ];

    private static Command List()
    {
        var table = new Argument<string?>("TABLE") { Description = "One table only.", Arity = ArgumentArity.ZeroOrOne };
        var (pipeline, data) = (LakeOptions.Pipeline(), LakeOptions.Data());
        var command = new Command("quarantine", "Lists the batches that wait in quarantine, with the expectations that they break.") { table, pipeline, data };
        command.SetAction(parsed => Guard(() =>
        {
            var (definition, lake) = LakeOptions.Open(parsed.GetValue(pipeline), parsed.GetValue(data));
            List(Tables(definition, parsed.GetValue(table)), lake);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Decide(QuarantineAction action, string description)
    {
        var table = new Argument<string>("TABLE") { Description = "The table, such as events." };
        var batch = new Argument<long>("BATCH") { Description = "The batch, as 'quarantine' lists it." };
        var (pipeline, data) = (LakeOptions.Pipeline(), LakeOptions.Data());
        var command = new Command(
            action is QuarantineAction.Release ? "release" : "discard",
            $"{description} Exit code 1 when there is no such batch or it was decided about otherwise. A repeat does nothing.") { table, batch, pipeline, data };
        command.SetAction((parsed, cancellationToken) => Guard(async () =>
        {
            var (definition, lake) = LakeOptions.Open(parsed.GetValue(pipeline), parsed.GetValue(data));
            var name = Tables(definition, parsed.GetRequiredValue(table))[0];
            var outcome = await new RemoteDecision(lake, name).DecideAsync(new QuarantineDecision(action, parsed.GetRequiredValue(batch)), cancellationToken);
            Console.WriteLine($"{outcome.Table}: {outcome.Describe()}");
            return 0;
        }));
        return command;
    }

    private static void List(IEnumerable<string> tables, LakeLayout lake)
    {
        using var database = new QualityDatabase();
        var batches = tables.SelectMany(table => new QuarantinedRows(database, lake, table).List(QuarantineJson.MaxBatches)).ToArray();
        if (batches.Length == 0)
        {
            Console.WriteLine("Nothing is in quarantine.");
            return;
        }

        Console.WriteLine($"{"table",-24} {"batch",10} {"rows",12}  reasons");
        foreach (var batch in batches)
        {
            Console.WriteLine($"{batch.Table,-24} {batch.Batch,10} {batch.Rows,12:N0}  {string.Join(" | ", batch.Reasons.Select(reason => $"{reason.Rows:N0}× {reason.Reason}"))}");
        }
    }

    private static string[] Tables(PipelineDefinition pipeline, string? table)
    {
        string[] all = [LakeLayout.Events, .. pipeline.Tables.Select(each => each.Name)];
        return table is null ? all
            : all.Contains(table, StringComparer.Ordinal) ? [table]
            : throw new OptionException($"pipeline {pipeline.Name} has no table {table}; it has {string.Join(", ", all)}");
    }

    private static async Task<int> Guard(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception refused) when (refused is PipelineException or OptionException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return CommandLine.Refused;
        }
        catch (Exception failed) when (failed is DecisionRefusedException or IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return Failed;
        }
    }
}
