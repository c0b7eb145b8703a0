namespace Analytics.SparkConnect;

/// <summary>What a streaming query is doing.</summary>
/// <param name="IsActive">Whether it runs: false after a stop or a failure.</param>
/// <param name="Message">In Spark's words.</param>
/// <param name="IsDataAvailable">Whether there is more to read.</param>
/// <param name="IsTriggerActive">Whether a batch is being worked on.</param>
public sealed record StreamingQueryStatus(bool IsActive, string Message, bool IsDataAvailable, bool IsTriggerActive);
