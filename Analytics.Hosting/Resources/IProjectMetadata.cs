using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project lies. The build generates one class per project reference of the AppHost, in the namespace <c>Projects</c>.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The project file.</summary>
    string ProjectPath { get; }

    /// <summary>Whether the project is already built when the application starts.</summary>
    bool SuppressBuild => false;
}
