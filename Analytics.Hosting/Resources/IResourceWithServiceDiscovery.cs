using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A resource whose endpoints others find by its name: <c>services__{name}__{endpoint}__0</c>.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;
