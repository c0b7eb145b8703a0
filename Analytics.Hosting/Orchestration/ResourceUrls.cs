using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The links of a resource: one per endpoint, those added by hand, then what the callbacks make of them.</summary>
internal static class ResourceUrls
{
    public static ImmutableArray<UrlSnapshot> Of(IResource resource, bool inactive)
    {
        var urls = new List<ResourceUrlAnnotation>();
        var endpoints = resource is IResourceWithEndpoints owner ? owner.GetEndpoints().ToArray() : [];
        urls.AddRange(endpoints.Select(e => new ResourceUrlAnnotation { Url = e.Url, Endpoint = e }));
        var web = endpoints.FirstOrDefault(e => e.IsHttp);
        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>().Select(u => new ResourceUrlAnnotation { Url = u.Url, DisplayText = u.DisplayText, Endpoint = u.Endpoint ?? web }));
        if (resource is ExternalServiceResource { Uri: { } external })
        {
            urls.Add(new ResourceUrlAnnotation { Url = external.ToString() });
        }

        var context = new ResourceUrlsCallbackContext(DistributedApplicationExecutionContext.Running, resource, urls);
        foreach (var callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            callback.Callback(context).GetAwaiter().GetResult();
        }

        // The dashboard shows the highest order first.
        return [.. context.Urls.Select((u, i) => new UrlSnapshot(u.Endpoint?.EndpointName, Absolute(u), IsInternal: false)
        {
            IsInactive = inactive,
            DisplayProperties = new UrlDisplayPropertiesSnapshot(u.DisplayText ?? "", context.Urls.Count - i),
        })];
    }

    private static string Absolute(ResourceUrlAnnotation url) =>
        url.Endpoint is { } endpoint && url.Url.StartsWith('/') ? endpoint.Url + url.Url : url.Url;
}
