namespace Analytics.Streaming.Spark;

/// <summary>Which engine runs the pipeline.</summary>
/// <param name="Spark">How to run it on Spark; null for the embedded engine.</param>
internal sealed record EngineChoice(SparkSettings? Spark);
