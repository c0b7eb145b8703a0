using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection
{
    public bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource)
    {
        resource = this.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));
        return resource is not null;
    }

    protected override void InsertItem(int index, IResource item)
    {
        if (TryGetByName(item.Name, out _))
        {
            throw new DistributedApplicationException($"Cannot add resource '{item.Name}': the application has one of that name already.");
        }

        base.InsertItem(index, item);
    }
}
