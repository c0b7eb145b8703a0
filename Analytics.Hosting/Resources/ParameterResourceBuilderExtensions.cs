using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds values that come from configuration.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a connection string that configuration holds under <c>ConnectionStrings:{name}</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="environmentVariableName">The variable that carries it; null means <c>ConnectionStrings__{name}</c>.</param>
    /// <returns>The resource's builder.</returns>
    /// <exception cref="DistributedApplicationException">At start, when configuration has no such entry.</exception>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.AddResource(new ConfiguredConnectionStringResource(name, builder.Configuration, environmentVariableName));
    }
}
