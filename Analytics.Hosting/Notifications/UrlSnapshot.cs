namespace Aspire.Hosting.ApplicationModel;

/// <summary>A link of a resource.</summary>
/// <param name="Name">The endpoint it belongs to.</param>
/// <param name="Url">The address.</param>
/// <param name="IsInternal">Whether only the details show it.</param>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>Whether the resource is not running.</summary>
    public bool IsInactive { get; init; }

    /// <summary>How it is shown.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();
}
