namespace Analytics.Contracts.Columns;

/// <summary>A column of booleans.</summary>
/// <param name="definition">The column's name and type.</param>
public sealed class BooleanColumn(ColumnDefinition definition) : ValueColumn<bool>(definition);
