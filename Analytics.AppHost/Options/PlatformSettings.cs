using Microsoft.Extensions.Configuration;

namespace Analytics.AppHost.Options;

/// <summary>What to run: configuration section <c>Platform</c>, wherever it comes from, after all checks.</summary>
internal sealed record PlatformSettings
{
    /// <summary>The pipeline's folder, absolute.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The name in its pipeline.yaml.</summary>
    public required string PipelineName { get; init; }

    /// <summary>The data folder, absolute.</summary>
    public required string Data { get; init; }

    /// <summary>The file to send, absolute; null for simulated traffic.</summary>
    public string? Input { get; init; }

    public bool UntilDone { get; init; }

    public string? Report { get; init; }

    public int? Rate { get; init; }

    public bool HasProducer { get; init; }

    /// <summary>The address of a cluster; null for a broker that the host starts.</summary>
    public string? ExternalKafka { get; init; }

    /// <summary>Apache Kafka to start here; null for the embedded broker or a cluster.</summary>
    public JavaDistribution? NativeKafka { get; init; }

    /// <summary>The section <c>Kafka</c>, passed on to every service: security and other settings of Kafka clients.</summary>
    public IReadOnlyDictionary<string, string> KafkaClient { get; init; } = new Dictionary<string, string>();

    /// <summary>The URL of a registry; null for the embedded one.</summary>
    public string? ExternalRegistry { get; init; }

    /// <summary>Fixed ports; null lets the host choose.</summary>
    public int? KafkaPort { get; init; }

    public int? RegistryPort { get; init; }

    public int? ApiPort { get; init; }

    /// <summary>Whether the status screen writes to the console.</summary>
    public bool ShowScreen { get; init; }

    /// <summary>The lake of the pipeline.</summary>
    public string Lake => Path.Combine(Data, "lake", PipelineName);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="RefusedException">They can't work; nothing was started.</exception>
    public static PlatformSettings Load(IConfiguration configuration)
    {
        var section = configuration.GetSection("Platform");
        var current = Directory.GetCurrentDirectory();
        var pipeline = PipelineCheck.Load(section["Pipeline"] ?? "saas", current);
        var input = section["Input"] is { Length: > 0 } file ? InputCheck.Inspect(Path.GetFullPath(file, current)) : null;
        var hasProducer = section.GetValue("Producer", true);
        var untilDone = section.GetValue("UntilDone", false);
        var report = section["Report"] is { Length: > 0 } path ? Path.GetFullPath(path, current) : null;
        EngineCheck.Check(section["Engine"]);
        if (input is not null && !hasProducer)
        {
            throw new RefusedException("--input and --no-producer exclude each other: without a producer nothing sends the file.");
        }

        if (untilDone && input is null && hasProducer)
        {
            throw new RefusedException("--until-done needs --input FILE (or --no-producer and a filled topic): simulated traffic never ends.");
        }

        if (report is not null && !untilDone)
        {
            throw new RefusedException("--report needs --until-done: the report is written when all input is settled.");
        }

        if (report is not null && !Directory.Exists(Path.GetDirectoryName(report)))
        {
            throw new RefusedException($"--report {report}: its folder does not exist, create it first.");
        }

        return new PlatformSettings
        {
            Pipeline = pipeline.Directory,
            PipelineName = pipeline.Name,
            Data = DataFolderCheck.Prepare(Path.GetFullPath(section["Data"] ?? "data", current)),
            Input = input,
            UntilDone = untilDone,
            Report = report,
            Rate = section.GetValue<int?>("Rate"),
            HasProducer = hasProducer,
            ExternalKafka = EndpointCheck.Kafka(section["Kafka"]),
            NativeKafka = section["Kafka"] == EndpointCheck.Native ? JavaDistribution.Kafka(configuration) : null,
            KafkaClient = configuration.GetSection("Kafka").GetChildren().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value!),
            ExternalRegistry = EndpointCheck.Registry(section["Registry"]),
            KafkaPort = PortCheck.Read(section, "KafkaPort", 9092),
            RegistryPort = PortCheck.Read(section, "RegistryPort", 8081),
            ApiPort = PortCheck.Read(section, "ApiPort", 8080),
            ShowScreen = section.GetValue("Screen", true),
        };
    }
}
