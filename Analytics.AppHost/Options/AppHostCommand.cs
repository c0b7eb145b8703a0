using System.CommandLine;
using System.Globalization;

namespace Analytics.AppHost.Options;

/// <summary>The options of the AppHost and the configuration keys that they stand for.</summary>
internal sealed class AppHostCommand
{
    private readonly Option<string?> _pipeline = new("--pipeline") { Description = "A pipeline: its name in pipelines/, or its folder. Default: saas.", HelpName = "NAME|DIR" };
    private readonly Option<string?> _input = new("--input") { Description = "A file of events (.parquet, .csv, .ndjson) instead of simulated traffic.", HelpName = "FILE" };
    private readonly Option<bool> _untilDone = new("--until-done") { Description = "End when all input is settled and all windows are closed; exit code 1 if anything was quarantined or lost." };
    private readonly Option<string?> _report = new("--report") { Description = "Where --until-done writes the ledger as JSON, with seconds and events_per_second.", HelpName = "FILE" };
    private readonly Option<string?> _data = new("--data") { Description = "The data folder. Default: ./data.", HelpName = "DIR" };
    private readonly Option<string?> _engine = new("--engine") { Description = "embedded (default) or spark.", HelpName = "embedded|spark" };
    private readonly Option<string?> _kafka = new("--kafka") { Description = "embedded (default), native, container, or the address of a cluster.", HelpName = "embedded|native|container|HOST:PORT" };
    private readonly Option<string?> _registry = new("--registry") { Description = "embedded (default), or the URL of a schema registry.", HelpName = "embedded|URL" };
    private readonly Option<int?> _rate = new("--rate") { Description = "Events per second. Default: 500 simulated, a file as fast as it goes.", HelpName = "N" };
    private readonly Option<bool> _noDashboard = new("--no-dashboard") { Description = "Do not start the Aspire dashboard." };
    private readonly Option<bool> _noProducer = new("--no-producer") { Description = "Start no producer: the topic is filled from outside." };

    public AppHostCommand()
    {
        Root = new RootCommand("Runs the whole real-time analytics platform: broker, registry, producer, streaming, quality, API.")
        {
            _pipeline, _input, _untilDone, _report, _data, _engine, _kafka, _registry, _rate, _noDashboard, _noProducer,
        };
        _rate.Validators.Add(result =>
        {
            // A word that is no number is told by the parser itself.
            if (result.Tokens is [var rate] && int.TryParse(rate.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number <= 0)
            {
                result.AddError("--rate takes a positive number of events per second.");
            }
        });
    }

    public RootCommand Root { get; }

    public IEnumerable<string> ToConfiguration(ParseResult result, string currentDirectory)
    {
        if (result.GetValue(_pipeline) is { } pipeline)
        {
            yield return Key("Pipeline", pipeline);
        }

        foreach (var (key, option) in ((string, Option<string?>)[])[("Input", _input), ("Report", _report), ("Data", _data)])
        {
            if (result.GetValue(option) is { } path)
            {
                yield return Key(key, Path.GetFullPath(path, currentDirectory));
            }
        }

        foreach (var (key, option) in ((string, Option<string?>)[])[("Engine", _engine), ("Kafka", _kafka), ("Registry", _registry)])
        {
            if (result.GetValue(option) is { } value)
            {
                yield return Key(key, value);
            }
        }

        if (result.GetValue(_rate) is { } rate)
        {
            yield return Key("Rate", rate.ToString(CultureInfo.InvariantCulture));
        }

        if (result.GetValue(_untilDone))
        {
            yield return Key("UntilDone", "true");
        }

        if (result.GetValue(_noDashboard))
        {
            yield return Key("Dashboard", "false");
        }

        if (result.GetValue(_noProducer))
        {
            yield return Key("Producer", "false");
        }
    }

    private static string Key(string key, string value) => $"--Platform:{key}={value}";
}
