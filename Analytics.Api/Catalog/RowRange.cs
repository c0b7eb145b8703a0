namespace Analytics.Api.Catalog;

/// <summary>The rows of a table whose time lies in a range: other files of it need not be read.</summary>
/// <param name="Table">The table's name, as the catalog has it.</param>
/// <param name="From">First time, microseconds since the epoch.</param>
/// <param name="To">End, exclusive.</param>
internal sealed record RowRange(string Table, long From, long To);
