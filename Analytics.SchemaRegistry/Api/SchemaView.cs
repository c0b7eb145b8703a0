using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>A schema in an answer; what is null is left out.</summary>
internal sealed record SchemaView(
    string? Subject, int? Version, int? Id, string? SchemaType, IReadOnlyList<SchemaReference>? References, string? Schema, int? MaxId)
{
    public const string JsonType = "JSON";

    public static SchemaView Of(string subject, VersionEntry entry) =>
        new(subject, entry.Version, entry.Schema.Id, JsonType, ReferencesOf(entry.Schema), entry.Schema.Document.Text, MaxId: null);

    public static SchemaView Of(SchemaEntry schema, int? maxId) =>
        new(Subject: null, Version: null, Id: null, JsonType, ReferencesOf(schema), schema.Document.Text, maxId);

    public static SchemaView Registered(VersionEntry entry) =>
        new(Subject: null, entry.Version, entry.Schema.Id, JsonType, ReferencesOf(entry.Schema), entry.Schema.Document.Text, MaxId: null);

    private static IReadOnlyList<SchemaReference>? ReferencesOf(SchemaEntry schema) =>
        schema.Document.References.Count == 0 ? null : schema.Document.References;
}
