using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Analytics.ServiceDefaults.Kafka;

/// <summary>Registers the Kafka clients' factory.</summary>
public static class KafkaServiceCollectionExtensions
{
    /// <summary>Adds <see cref="KafkaSettings"/>, <see cref="KafkaMetrics"/> and <see cref="KafkaClients"/> as singletons.</summary>
    /// <param name="builder">The host under construction.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddKafkaClients<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton(KafkaSettings.From(builder.Configuration));
        builder.Services.TryAddSingleton<KafkaMetrics>();
        builder.Services.TryAddSingleton<KafkaClients>();
        return builder;
    }
}
