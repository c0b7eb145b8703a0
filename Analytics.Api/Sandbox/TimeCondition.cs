using System.Text.Json;

namespace Analytics.Api.Sandbox;

/// <summary>A condition of a statement that only rows from or up to a time can meet.</summary>
/// <param name="Table">The table.</param>
/// <param name="IsLowerBound">Whether earlier rows can't meet it; otherwise later ones.</param>
/// <param name="Value">The time, an expression of DuckDB's syntax tree that is the same for all rows.</param>
internal sealed record TimeCondition(string Table, bool IsLowerBound, JsonElement Value);
