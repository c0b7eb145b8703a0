namespace Analytics.Contracts.Columns;

/// <summary>A column of doubles.</summary>
/// <param name="definition">The column's name and type.</param>
public sealed class DoubleColumn(ColumnDefinition definition) : ValueColumn<double>(definition);
