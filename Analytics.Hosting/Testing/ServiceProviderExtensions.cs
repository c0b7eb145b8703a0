using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

internal static class ServiceProviderExtensions
{
    public static void RequestStop(this IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
        catch (ObjectDisposedException)
        {
            // It has stopped already.
        }
    }
}
