namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a link is shown.</summary>
/// <param name="DisplayName">The text.</param>
/// <param name="SortOrder">Lower comes first.</param>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);
