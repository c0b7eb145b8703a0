using System.Globalization;
using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Schemas;

/// <summary>
/// What clients attach to a schema: <c>{"tags":{"a.b":["PII"]},"properties":{"owner":"x"},"sensitive":["owner"]}</c>.
/// It is part of a schema's identity. Everything is sorted by ordinal; what is empty is null.
/// </summary>
internal sealed class SchemaMetadata
{
    private const string VersionProperty = "confluent:version";

    [JsonConstructor]
    public SchemaMetadata(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? tags, IReadOnlyDictionary<string, string>? properties, IReadOnlyList<string>? sensitive)
    {
        Tags = Sort(tags?.Select(pair => KeyValuePair.Create<string, IReadOnlyList<string>>(pair.Key, Sort(pair.Value) ?? [])));
        Properties = Sort(properties);
        Sensitive = Sort(sensitive);
    }

    public static SchemaMetadata Empty { get; } = new(null, null, null);

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Tags { get; }

    public IReadOnlyDictionary<string, string>? Properties { get; }

    public IReadOnlyList<string>? Sensitive { get; }

    /// <summary>The version that the schema itself claims to be; null when it claims none.</summary>
    [JsonIgnore]
    public string? ClaimedVersion => Properties?.GetValueOrDefault(VersionProperty);

    /// <summary>The texts in the order in which they enter the digest.</summary>
    [JsonIgnore]
    public IEnumerable<string> Parts =>
    [
        .. Each(Tags).SelectMany(tag => tag.Value.Prepend(tag.Key)),
        .. Each(Properties).SelectMany(pair => new[] { pair.Key, pair.Value }),
        .. Sensitive ?? [],
    ];

    public static SchemaMetadata? Merge(SchemaMetadata? under, SchemaMetadata? over)
    {
        if (under is null || over is null)
        {
            return over ?? under;
        }

        return new SchemaMetadata(Merge(under.Tags, over.Tags), Merge(under.Properties, over.Properties), [.. under.Sensitive ?? [], .. over.Sensitive ?? []]);
    }

    public SchemaMetadata WithVersion(int version) =>
        new(Tags, Merge(Properties, new Dictionary<string, string> { [VersionProperty] = version.ToString(CultureInfo.InvariantCulture) }), Sensitive);

    public SchemaMetadata WithoutVersion() =>
        new(Tags, Properties?.Where(pair => pair.Key != VersionProperty).ToDictionary(StringComparer.Ordinal), Sensitive);

    public static bool Same(SchemaMetadata? left, SchemaMetadata? right) =>
        left is null ? right is null : right is not null && left.Structure.SequenceEqual(right.Structure, StringComparer.Ordinal);

    private IEnumerable<string> Structure =>
    [
        .. Each(Tags).Select(tag => $"t\0{tag.Key}\0{string.Join('\0', tag.Value)}"),
        .. Each(Properties).Select(pair => $"p\0{pair.Key}\0{pair.Value}"),
        .. (Sensitive ?? []).Select(name => $"s\0{name}"),
    ];

    private static IEnumerable<KeyValuePair<string, T>> Each<T>(IReadOnlyDictionary<string, T>? map) => map ?? Enumerable.Empty<KeyValuePair<string, T>>();

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T>? under, IReadOnlyDictionary<string, T>? over)
    {
        var merged = Each(under).ToDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in Each(over))
        {
            merged[key] = value;
        }

        return merged;
    }

    private static SortedDictionary<string, T>? Sort<T>(IEnumerable<KeyValuePair<string, T>>? pairs)
    {
        var sorted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs ?? [])
        {
            sorted[key] = value;
        }

        return sorted.Count == 0 ? null : sorted;
    }

    private static List<string>? Sort(IReadOnlyList<string>? names) =>
        names is { Count: > 0 } ? [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : null;
}
