using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>A schema in an answer; what is null is left out.</summary>
internal sealed record SchemaView(
    string? Subject,
    int? Version,
    int? Id,
    string Guid,
    string SchemaType,
    IReadOnlyList<SchemaReference>? References,
    SchemaMetadata? Metadata,
    string Schema,
    int? MaxId,
    long? Ts,
    bool? Deleted,
    IReadOnlyList<string>? Aliases = null)
{
    /// <summary>A version with its subject. One that repeats the request has no time and no mark.</summary>
    public static SchemaView Of(VersionEntry entry) => Of(entry.Content) with
    {
        Subject = entry.Subject,
        Version = entry.Version,
        Id = entry.Id,
        Ts = entry.Timestamp,
        Deleted = entry.Timestamp is null ? null : entry.Deleted,
    };

    /// <summary>A schema by its id, which the question has; by its guid it stands for all subjects that use it.</summary>
    public static SchemaView ById(VersionEntry entry, bool withSubject, int? maxId) => Of(entry) with
    {
        Subject = withSubject ? entry.Subject : null,
        Version = withSubject ? entry.Version : null,
        Id = null,
        MaxId = maxId,
    };

    /// <summary>The answer to a registration.</summary>
    public static SchemaView Registered(VersionEntry entry) => Of(entry) with { Subject = null };

    private static SchemaView Of(SchemaContent content) => new(
        Subject: null,
        Version: null,
        Id: null,
        content.Guid,
        content.Type,
        content.References.Count == 0 ? null : content.References,
        content.Metadata,
        content.Text,
        MaxId: null,
        Ts: null,
        Deleted: null);
}
