using System.CommandLine;
using Analytics.Benchmarks.Measures;
using Analytics.Benchmarks.Measures.Kafka;
using Analytics.Benchmarks.Measures.Soak;

var count = new Option<int>("--count") { Description = "Records of the reference job", DefaultValueFactory = _ => 2_000_000 };
var records = new Option<int>("--records") { Description = "Records of each measure", DefaultValueFactory = _ => 1_000_000 };
var quick = new Option<bool>("--quick") { Description = "Fewer combinations" };
var rate = new Option<int>("--rate") { Description = "Events per second", DefaultValueFactory = _ => 5_000 };
var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 60 };
var minutes = new Option<double>("--minutes") { Description = "How long", DefaultValueFactory = _ => 30 };
var keep = new Option<string?>("--data") { Description = "Keep the data here (default: a temporary folder, removed afterwards)" };
var rows = new Option<int>("--rows") { Description = "Rows of the file", DefaultValueFactory = _ => 1_000_000 };

Option[] positive = [count, records, rows, rate, seconds, minutes];
Array.ForEach(positive, option => option.Validators.Add(result =>
{
    if (result.Tokens is [var token] && double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var value) && value <= 0)
    {
        result.AddError($"{option.Name} is {token.Value}; it must be above 0.");
    }
}));

var root = new RootCommand("Measures the platform as processes, as the AppHost runs it. Figures are for docs/benchmarks.md: ratios carry over to other machines, absolute figures do not.");
Add("reference", "Preloaded topic to gold: records/s, CPU per record by service, checked against the exact answer", [count], (parsed, data, cancel) => ReferenceJob.RunAsync(parsed.GetValue(count), data, Console.Out, cancel));
Add("versus-spark", "The reference job on Spark Structured Streaming and on the embedded engine, both from Apache Kafka (needs KAFKA_HOME, SPARK_HOME, a JDK)", [count], (parsed, data, cancel) => VersusSpark.RunAsync(parsed.GetValue(count), data, Console.Out, cancel));
Add("versus-kafka", "The embedded broker and Apache Kafka side by side with Kafka's own tools: throughput, latency, memory, start (needs KAFKA_HOME, a JDK)", [records, quick], (parsed, data, cancel) => VersusKafka.RunAsync(parsed.GetValue(records), parsed.GetValue(quick), data, Console.Out, cancel));
Add("latency", "Accepted by the broker to visible in gold at a steady rate", [rate, seconds], (parsed, data, cancel) => LatencyRun.RunAsync(parsed.GetValue(rate), parsed.GetValue(seconds), data, Console.Out, cancel));
Add("soak", "Steady load for a long time: memory, files and latency every ten seconds, then whether they grow and whether the ledger is exact", [rate, minutes], (parsed, data, cancel) => SoakRun.RunAsync(parsed.GetValue(rate), parsed.GetValue(minutes), data, Console.Out, cancel));
Add("suite", "A suite of 16, 64 and 256 expectations over a Parquet file against a DuckDB query written by hand: CPU time of both, in turns", [rows], (parsed, data, cancel) => SuiteScan.RunAsync(parsed.GetValue(rows), data, Console.Out, cancel));
Add("parse", "JSON to validated columns on one thread: the parser of ingest, and DuckDB over lines and over values: CPU time, in turns", [count], (parsed, data, cancel) => ParseRoads.RunAsync(parsed.GetValue(count), data, Console.Out, cancel));
Add("idle", "Memory and CPU of all services when nothing arrives", [seconds], (parsed, data, cancel) => IdleRun.RunAsync(parsed.GetValue(seconds), data, Console.Out, cancel));

var command = root.Parse(args);
if (command.Errors.Count > 0)
{
    await Console.Error.WriteLineAsync($"{command.Errors[0].Message} See --help.").ConfigureAwait(false);
    return 2;
}

// Ctrl-C and SIGTERM stop what was started before this process ends.
return await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }).ConfigureAwait(false);

void Add(string name, string description, Option[] options, Func<ParseResult, string, CancellationToken, Task<int>> run)
{
    var command = new Command(name, description);
    foreach (var option in options)
    {
        command.Options.Add(option);
    }

    command.Options.Add(keep);
    command.SetAction(async (parsed, cancel) =>
    {
        var given = parsed.GetValue(keep);
        var data = given is null ? Directory.CreateTempSubdirectory("analytics-benchmark-").FullName : Directory.CreateDirectory(given).FullName;
        try
        {
            return await run(parsed, data, cancel).ConfigureAwait(false);
        }
        finally
        {
            if (given is null)
            {
                Directory.Delete(data, recursive: true);
            }
        }
    });
    root.Subcommands.Add(command);
}
