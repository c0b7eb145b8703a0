namespace Analytics.Contracts.Registry;

/// <summary>The content types of the registry's API.</summary>
public static class RegistryMediaTypes
{
    /// <summary>The versioned type: what the server answers with by default.</summary>
    public const string Version1 = "application/vnd.schemaregistry.v1+json";

    /// <summary>The same without a version.</summary>
    public const string Unversioned = "application/vnd.schemaregistry+json";

    /// <summary>Plain JSON.</summary>
    public const string Json = "application/json";
}
