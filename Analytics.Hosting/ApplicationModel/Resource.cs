namespace Aspire.Hosting.ApplicationModel;

/// <summary>Base of all resources.</summary>
public abstract class Resource : IResource
{
    /// <summary>Creates the resource.</summary>
    /// <param name="name">Letters, digits and hyphens; begins with a letter; at most 64 characters.</param>
    protected Resource(string name)
    {
        ResourceName.Validate(name);
        Name = name;
    }

    /// <inheritdoc />
    public virtual string Name { get; }

    /// <inheritdoc />
    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
