using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Pipelines;

/// <summary>One side of a comparison.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Sql">Its SQL.</param>
/// <param name="Literal">The text of a text literal, which may stand for a timestamp; null for others.</param>
/// <param name="IsColumn">Whether it is a column.</param>
internal sealed record ConditionOperand(ColumnType Type, string Sql, string? Literal, bool IsColumn);
