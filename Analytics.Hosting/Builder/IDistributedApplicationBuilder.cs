using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application under construction.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>The AppHost's configuration.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The AppHost's folder: paths are relative to it.</summary>
    string AppHostDirectory { get; }

    /// <summary>The AppHost's assembly.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>The AppHost's environment.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>The AppHost's own services.</summary>
    IServiceCollection Services { get; }

    /// <summary>How the AppHost runs.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resources so far.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Its builder.</returns>
    /// <exception cref="DistributedApplicationException">There is one of that name.</exception>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>Describes a resource further.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Its builder.</returns>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    /// <summary>Builds the application.</summary>
    /// <returns>The application, not yet started.</returns>
    DistributedApplication Build();
}
