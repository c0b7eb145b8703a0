using System.CommandLine;
using Analytics.Broker.Server.Security;
using Analytics.Broker.Topics;
using Analytics.ServiceDefaults;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Broker;

/// <summary>The command line. What isn't given there comes from the configuration, section <c>Platform</c>.</summary>
internal static class BrokerCommand
{
    private const int BadConfiguration = 2;

    private static readonly Option<int?> Port = new("--port")
    {
        Description = $"The port for the Kafka protocol, on localhost unless Broker:Host says otherwise; 0 takes a free one (default {BrokerOptions.DefaultPort}; key Platform:KafkaPort)",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The platform's data folder; the broker's own is DIR/broker (default ./data; key Platform:Data)",
        HelpName = "DIR",
    };

    private static readonly Option<int?> Partitions = new("--partitions")
    {
        Description = "Partitions of topics that are created by use (default 6; key Platform:Partitions)",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand("The embedded event log: Kafka's wire protocol in front of a durable log on disk.") { Port, Data, Partitions };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Refuse($"{parsed.Errors[0].Message} See --help.");
        }

        return await parsed.InvokeUntilSignalAsync();
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        builder.AddServiceDefaults();
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        try
        {
            var options = Configure(parsed, app.Configuration.GetSection(PlatformOptions.Section), app.Configuration.GetSection("Broker"));
            await using var broker = EmbeddedBroker.Start(
                options, app.Services.GetRequiredService<TimeProvider>(), app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Analytics.Broker"));
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is BrokerStartException or InvalidDataException or InvalidOperationException or IOException)
        {
            return Refuse(exception.Message);
        }
    }

    private static BrokerOptions Configure(ParseResult parsed, IConfigurationSection platform, IConfigurationSection broker)
    {
        // Names of topic configs may be written with underscores, since those of environment variables have no dots.
        var topicDefaults = broker.GetSection("TopicDefaults").GetChildren().ToDictionary(entry => entry.Key.Replace('_', '.'), entry => entry.Value ?? "", StringComparer.Ordinal);
        if (TopicConfigs.Validate(topicDefaults) is { } problem)
        {
            throw new BrokerStartException($"Broker:TopicDefaults: {problem}.");
        }

        var options = new BrokerOptions
        {
            Host = broker["Host"] ?? "localhost",
            AdvertisedHost = broker["AdvertisedHost"] ?? "localhost",
            AdvertisedPort = broker.GetValue<int?>("AdvertisedPort"),
            MaxConnections = broker.GetValue<int?>("MaxConnections") ?? 10_000,
            Security = new BrokerSecurity { UsersFile = broker["Users"], CertificateFile = broker["Certificate"], CertificateKeyFile = broker["CertificateKey"] },
            TopicDefaults = topicDefaults,
            DataDirectory = Path.GetFullPath(Path.Combine(parsed.GetValue(Data) ?? platform["Data"] ?? new PlatformOptions().Data, "broker")),
            Port = parsed.GetValue(Port) ?? platform.GetValue<int?>("KafkaPort") ?? BrokerOptions.DefaultPort,
            DefaultPartitions = parsed.GetValue(Partitions) ?? platform.GetValue<int?>("Partitions") ?? 6,
        };
        return options.Port is < 0 or > 65535 ? throw new BrokerStartException($"--port must be from 0 to 65535, not {options.Port}.")
            : options.DefaultPartitions is < 1 or > TopicCatalog.MaxPartitions
                ? throw new BrokerStartException($"--partitions must be from 1 to {TopicCatalog.MaxPartitions}, not {options.DefaultPartitions}.")
            : options;
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return BadConfiguration;
    }
}
