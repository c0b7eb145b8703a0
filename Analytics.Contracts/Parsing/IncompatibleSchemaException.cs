namespace Analytics.Contracts.Parsing;

/// <summary>A schema version does not fit the table: its records are dead letters (<see cref="DeadLetterReason.IncompatibleSchema"/>).</summary>
/// <param name="message">The column and what is wrong with it.</param>
public sealed class IncompatibleSchemaException(string message) : Exception(message);
