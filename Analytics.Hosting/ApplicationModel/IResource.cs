namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a process, a connection string, an external service.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application.</summary>
    string Name { get; }

    /// <summary>Everything that is known about the resource beside its name.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
