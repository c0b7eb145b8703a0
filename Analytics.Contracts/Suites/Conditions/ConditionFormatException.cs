namespace Analytics.Contracts.Suites.Conditions;

/// <summary>A row condition cannot be read; the message says why and what to write.</summary>
internal sealed class ConditionFormatException(string message) : Exception(message);
