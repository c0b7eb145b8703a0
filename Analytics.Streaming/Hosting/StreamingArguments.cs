namespace Analytics.Streaming.Hosting;

/// <summary>What the command line says; null leaves it to the configuration.</summary>
internal sealed record StreamingArguments(string? Pipeline, string? Data, string? Urls);
