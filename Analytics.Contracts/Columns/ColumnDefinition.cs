namespace Analytics.Contracts.Columns;

/// <summary>A column of an event table.</summary>
/// <param name="Name">The column's name: the JSON property's.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether it can be null: the property is not required, or its type includes null.</param>
public sealed record ColumnDefinition(string Name, ColumnType Type, bool Nullable);
