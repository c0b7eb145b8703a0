namespace Analytics.Api.Workers;

/// <summary>Every worker was busy for as long as a query may wait.</summary>
internal sealed class PoolBusyException() : Exception("All query workers are busy. Try again in a few seconds.");
