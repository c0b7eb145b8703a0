namespace Analytics.Contracts.Columns;

/// <summary>A column of 64-bit integers.</summary>
/// <param name="definition">The column's name and type.</param>
public sealed class Int64Column(ColumnDefinition definition) : ValueColumn<long>(definition);
