using Microsoft.Extensions.Configuration;

namespace Analytics.AppHost.Options;

/// <summary>Which engine runs the pipeline, and where Spark is.</summary>
internal static class EngineCheck
{
    /// <summary>Whether Spark runs it.</summary>
    /// <exception cref="RefusedException">The engine is unknown.</exception>
    public static bool IsSpark(string? engine) => engine switch
    {
        null or "embedded" => false,
        "spark" => true,
        _ => throw new RefusedException($"--engine {engine}: use embedded or spark."),
    };

    /// <summary>The server that runs already: <c>ConnectionStrings:spark</c>, such as <c>sc://spark.example:15002</c>; null for one to start here.</summary>
    public static string? Server(IConfiguration configuration) => configuration.GetConnectionString("spark") is { Length: > 0 } server
        ? server.StartsWith("sc://", StringComparison.Ordinal) ? server : throw new RefusedException($"ConnectionStrings:spark={server}: use the address of a Spark Connect server, such as sc://localhost:15002.")
        : null;

    /// <summary>Apache Spark to start here.</summary>
    /// <exception cref="RefusedException">It can't be run.</exception>
    public static JavaDistribution Distribution(IConfiguration configuration) => configuration["SPARK_REMOTE"] is { Length: > 0 } remote
        ? throw new RefusedException($"SPARK_REMOTE={remote}: with it a Spark server takes itself for a client; unset it, or give its address as ConnectionStrings:spark.")
        : JavaDistribution.Spark(configuration);
}
