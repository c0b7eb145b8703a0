using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>The contract of a source as Spark SQL.</summary>
/// <param name="Sql">
/// A SELECT over Kafka's columns that gives, for every record: the event's columns (NULL unless the record is valid), <c>_reason</c> and <c>_detail</c>
/// (STRING, NULL when it is valid), <c>_partition</c> (INT), <c>_offset</c> (BIGINT), <c>_timestamp</c> (TIMESTAMP), and <c>key</c>, <c>value</c>,
/// <c>headers</c>, <c>topic</c> as they came.
/// </param>
/// <param name="Columns">The event's columns: those of all versions together.</param>
public sealed record SparkContract(string Sql, IReadOnlyList<ColumnDefinition> Columns);
