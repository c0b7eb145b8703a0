using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resources of an application.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Aspire's name")]
public interface IResourceCollection : IList<IResource>
{
    /// <summary>Finds a resource.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="resource">The resource.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource);
}
