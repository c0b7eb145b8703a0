using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

internal sealed class ConfiguredConnectionStringResource(string name, IConfiguration configuration, string? environmentVariable)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    public string? ConnectionStringEnvironmentVariable { get; } = environmentVariable;

    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var value = configuration.GetConnectionString(Name)
                ?? throw new DistributedApplicationException($"Connection string '{Name}' has no value: set ConnectionStrings__{Name} in the environment.");
            return ReferenceExpression.Create($"{value}");
        }
    }
}
