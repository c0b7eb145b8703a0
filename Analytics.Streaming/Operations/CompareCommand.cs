using System.CommandLine;
using Analytics.Lake.Layout;
using Analytics.Streaming.Hosting;

namespace Analytics.Streaming.Operations;

/// <summary><c>compare</c>: this lake against another one of the same pipeline, such as one that a full replay has filled.</summary>
internal static class CompareCommand
{
    public static Command Create(Func<ParseResult, StreamingArguments> arguments)
    {
        var with = new Option<string>("--with") { Description = "The other data folder.", Required = true };
        var command = new Command("compare", "Compares gold rows, windowed tables and the ledger with those of another lake; exits 1 when anything differs.") { with };
        OperationCommand.SetAction(command, arguments, (parsed, operation, cancellationToken) => Task.Run(() => Run(operation, parsed.GetValue(with)!, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(LakeOperation operation, string data, CancellationToken cancellationToken)
    {
        var other = new LakeLayout(data, operation.Settings.Pipeline.Name);
        if (!Directory.Exists(other.Root))
        {
            throw new ArgumentException($"--with {data}: there is no {other.Root}.");
        }

        using var comparison = new LakeComparison(operation.Settings.Pipeline, operation.Settings.Lake, other);
        var differences = 0L;
        foreach (var table in comparison.Run(cancellationToken))
        {
            var upTo = table.ClosedTo is { } closed ? $", up to {DateTime.UnixEpoch.AddMicroseconds(closed):yyyy-MM-dd'T'HH:mm:ss'Z'}, where one lake's windows are still open" : "";
            Console.WriteLine(table.Count == 0 ? $"{table.Table}: the same{upTo}" : $"{table.Table}: {table.Count} differences{upTo}");
            foreach (var sample in table.Samples)
            {
                Console.WriteLine($"    {sample}");
            }

            differences += table.Count;
        }

        return differences == 0 ? 0 : 1;
    }
}
