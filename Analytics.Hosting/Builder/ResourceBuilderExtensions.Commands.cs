using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds a command to the resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name by which it is called; replaces a command of that name.</param>
    /// <param name="displayName">The name that people read.</param>
    /// <param name="executeCommand">Runs it.</param>
    /// <param name="commandOptions">How it is offered.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithCommand<T>(this IResourceBuilder<T> builder, string name, string displayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, CommandOptions? commandOptions = null)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);

        var old = builder.Resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(c => c.Name == name);
        if (old is not null)
        {
            builder.Resource.Annotations.Remove(old);
        }

        return builder.WithAnnotation(new ResourceCommandAnnotation(name, displayName, executeCommand, commandOptions ?? new CommandOptions()));
    }

    /// <summary>Adds a link to the resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="url">An absolute URL, or a path below the first http endpoint.</param>
    /// <param name="displayText">The text of the link.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithUrl<T>(this IResourceBuilder<T> builder, string url, string? displayText = null)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.WithAnnotation(new ResourceUrlAnnotation { Url = url, DisplayText = displayText });
    }

    /// <summary>Changes the link of one endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointName">The endpoint.</param>
    /// <param name="callback">Changes the link.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(callback);

        return builder.WithUrls(context =>
        {
            foreach (var url in context.Urls.Where(u => string.Equals(u.Endpoint?.EndpointName, endpointName, StringComparison.OrdinalIgnoreCase)))
            {
                callback(url);
            }
        });
    }

    /// <summary>Changes the links of the resource once its endpoints are known.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Changes the links.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithUrls<T>(this IResourceBuilder<T> builder, Action<ResourceUrlsCallbackContext> callback)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.WithAnnotation(new ResourceUrlsCallbackAnnotation(context =>
        {
            callback(context);
            return Task.CompletedTask;
        }));
    }
}
