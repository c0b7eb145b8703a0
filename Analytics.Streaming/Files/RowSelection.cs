using Analytics.Contracts.Columns;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Files;

/// <summary>Rows of a batch that go into a file.</summary>
/// <param name="Columns">The batch.</param>
/// <param name="Rows">Rows, ascending; only the first <paramref name="Count"/> count.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="Origin">The records that the rows were parsed from, for the columns <c>_partition</c>, <c>_offset</c>, <c>_timestamp</c>; null without them.</param>
/// <param name="RecordOfRow">Index of a row's record in <paramref name="Origin"/>.</param>
internal readonly record struct RowSelection(ColumnBatch Columns, int[] Rows, int Count, PartitionRecords? Origin, int[] RecordOfRow);
