namespace Analytics.Tests.Contracts.Sql;

/// <summary>An event of the model: what a measure may look at.</summary>
internal sealed record ModelEvent(long Time, int Partition, long Offset, string? Group, long? Number, double? Real, string? Text, bool? Flag);
