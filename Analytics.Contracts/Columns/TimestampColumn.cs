namespace Analytics.Contracts.Columns;

/// <summary>A column of timestamps: microseconds since the Unix epoch, UTC.</summary>
/// <param name="definition">The column's name and type.</param>
public sealed class TimestampColumn(ColumnDefinition definition) : ValueColumn<long>(definition);
