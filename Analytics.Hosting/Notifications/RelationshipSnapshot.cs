namespace Aspire.Hosting.ApplicationModel;

/// <summary>A relationship of a resource.</summary>
/// <param name="ResourceName">The other resource.</param>
/// <param name="Type">Reference, Parent, WaitFor …</param>
public sealed record RelationshipSnapshot(string ResourceName, string Type);
