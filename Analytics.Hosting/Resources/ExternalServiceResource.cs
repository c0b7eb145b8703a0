using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>An HTTP service that runs elsewhere.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="uri">Its absolute address, ending in a slash.</param>
public sealed class ExternalServiceResource(string name, Uri uri) : Resource(name)
{
    /// <summary>Its address.</summary>
    public Uri? Uri { get; } = uri;
}
