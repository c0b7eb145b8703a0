using Analytics.SchemaRegistry.Storage;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Contexts, and what every registry says of itself.</summary>
internal sealed class ServerRoutes(SubjectRegistry registry, IRegistryStore store)
{
    /// <summary>The name that the registries of one topic share.</summary>
    private const string Group = "schema-registry";

    public void Map(RouteTable routes) => routes
        .Map("GET", "/", _ => new EmptyView())
        .Map("POST", "/", _ => new EmptyView())
        .Map("GET", "/contexts", Contexts)
        .Map("DELETE", "/contexts/{}", DeleteContextAsync)
        .Map("GET", "/v1/metadata/id", _ => ClusterIdView.Of(store.Cluster, Group))
        .Map("GET", "/v1/metadata/version", _ => new VersionView(typeof(ServerRoutes).Assembly.GetName().Version!.ToString(3), "embedded"))
        .Map("GET", "/v1/metadata/deployment", _ => new EmptyView())
        // Confluent's npm client asks for a topic's associations and is content with none.
        .Map("GET", "/associations/subjects/{}", _ => new List<string>())
        .Map("GET", "/associations/resources/{}", _ => new List<string>())
        .Map("GET", "/associations/resources/{}/{}", _ => new List<string>());

    private object Contexts(RegistryCall call)
    {
        var prefix = call.Query.Text("contextPrefix") ?? "";
        return call.Page(registry.Read(state => state.Contexts
            .Prepend(QualifiedSubject.DefaultContext)
            .Where(context => context.StartsWith(prefix, StringComparison.Ordinal))
            .ToList()));
    }

    private async Task<object> DeleteContextAsync(RegistryCall call)
    {
        await registry.ChangeAsync((state, _) => Deletion.OfContext(state, call.Subject), call.Aborted).ConfigureAwait(false);
        return new NoContent();
    }
}
