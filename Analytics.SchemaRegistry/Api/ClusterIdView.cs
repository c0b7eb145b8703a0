using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Which clusters this is: <c>{"scope":{"path":[],"clusters":{"kafka-cluster":"…","schema-registry-cluster":"schema-registry"}}}</c>.</summary>
internal sealed record ClusterIdView(ClusterIdView.ScopeView Scope)
{
    public static ClusterIdView Of(string kafka, string registry) => new(new ScopeView([], new ClustersView(kafka, registry)));

    internal sealed record ScopeView(IReadOnlyList<string> Path, ClustersView Clusters);

    internal sealed record ClustersView(
        [property: JsonPropertyName("kafka-cluster")] string Kafka, [property: JsonPropertyName("schema-registry-cluster")] string Registry);
}
