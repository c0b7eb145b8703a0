namespace Analytics.Api.Catalog;

/// <summary>A column as SQL sees it.</summary>
internal sealed record TableColumn(string Name, string Type, bool Nullable);
