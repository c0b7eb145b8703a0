namespace Analytics.Contracts.Pipelines;

/// <summary>How event time is cut into windows. Windows align to the Unix epoch, UTC.</summary>
public abstract record WindowDefinition;
