using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>
/// Records as the JSON keys and values of Confluent's <c>_schemas</c> topic.
/// Source: its storage package (SchemaKey, SchemaValue, ConfigKey, ModeKey, DeleteSubjectKey, ClearSubjectKey, ContextKey).
/// </summary>
internal static class RecordCodec
{
    private const string Schema = "SCHEMA";
    private const string Config = "CONFIG";
    private const string Mode = "MODE";
    private const string Context = "CONTEXT";
    private const string DeleteSubject = "DELETE_SUBJECT";
    private const string ClearSubject = "CLEAR_SUBJECT";

    /// <summary>Confluent's tenant of a registry that has none.</summary>
    private const string Tenant = "default";

    private const int SchemaMagic = 1;

    /// <summary>The key of a record that says nothing: Confluent's registries, and ours on a topic, write it to learn where the end is.</summary>
    public static byte[] NoopKey { get; } = Bytes(new RecordKey("NOOP"));

    /// <summary>Writes a record.</summary>
    /// <returns>The key, and the value or null for a record that removes.</returns>
    public static (byte[] Key, byte[]? Value) Write(RegistryRecord record) => record switch
    {
        SchemaRecord schema => (
            Bytes(new RecordKey(Schema, Subject: schema.Subject, Version: schema.Version, Magic: SchemaMagic)),
            schema.Entry is { } entry ? Bytes(ValueOf(entry)) : null),
        ConfigRecord config => (
            Bytes(new SettingKey(Config, config.Subject)),
            config.Config is { } value ? JsonSerializer.SerializeToUtf8Bytes(ConfigValue.Of(config.Subject, value), RecordJson.Default.ConfigValue) : null),
        ModeRecord mode => (
            Bytes(new SettingKey(Mode, mode.Subject)),
            mode.Mode is { } value ? Bytes(new RecordValue(Subject: mode.Subject, Mode: value)) : null),
        ContextRecord context => (
            Bytes(new RecordKey(Context, Tenant, context.Context)),
            context.Exists ? Bytes(new RecordValue(Tenant, context.Context)) : null),
        SubjectDeletedRecord deleted => (
            Bytes(new RecordKey(DeleteSubject, Subject: deleted.Subject)),
            Bytes(new RecordValue(Subject: deleted.Subject, Version: deleted.Version))),
        SubjectsClearedRecord cleared => (
            Bytes(new SettingKey(ClearSubject, cleared.Subject)),
            Bytes(new RecordValue(Subject: cleared.Subject))),
        _ => throw new ArgumentException($"{record.GetType().Name} is not written", nameof(record)),
    };

    /// <summary>Reads a record.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; empty for a record that removes.</param>
    /// <param name="timestamp">When it was written, in milliseconds since 1970.</param>
    /// <exception cref="JsonException">Not a record.</exception>
    public static RegistryRecord Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestamp)
    {
        var parsed = Parse(key, RecordJson.Default.RecordKey);
        var removes = value.IsEmpty;
        switch (parsed.Keytype)
        {
            case Schema:
                var (subject, version) = (Require(parsed.Subject), parsed.Version ?? throw new JsonException("a SCHEMA key has no version"));
                return new SchemaRecord(subject, version, removes ? null : EntryOf(subject, version, Parse(value, RecordJson.Default.RecordValue), timestamp));
            case Config:
                return new ConfigRecord(parsed.Subject, removes ? null : Parse(value, RecordJson.Default.ConfigValue).ToConfig());
            case Mode:
                return new ModeRecord(parsed.Subject, removes ? null : Parse(value, RecordJson.Default.RecordValue).Mode);
            case Context:
                return new ContextRecord(Require(parsed.Context), !removes);
            case DeleteSubject when !removes:
                var deleted = Parse(value, RecordJson.Default.RecordValue);
                return new SubjectDeletedRecord(Require(deleted.Subject), deleted.Version ?? int.MaxValue);
            case ClearSubject when !removes:
                return new SubjectsClearedRecord(Parse(value, RecordJson.Default.RecordValue).Subject);
            case null:
                throw new JsonException("a key has no keytype");
            default:
                return new UnknownRecord();
        }
    }

    private static RecordValue ValueOf(VersionEntry entry) => new(
        Subject: entry.Subject,
        Version: entry.Version,
        Id: entry.Id,
        Md5: Convert.ToBase64String(entry.Content.Digest()),
        SchemaType: entry.Content.Type,
        References: entry.Content.References.Count == 0 ? null : entry.Content.References,
        Metadata: entry.Content.Metadata,
        Schema: entry.Content.Text,
        Deleted: entry.Deleted);

    private static VersionEntry EntryOf(string subject, int version, RecordValue value, long timestamp) => new(
        subject,
        version,
        value.Id ?? throw new JsonException("a SCHEMA value has no id"),
        new SchemaContent(Require(value.Schema), value.References ?? [], value.Metadata, value.SchemaType ?? SchemaContent.AvroType),
        value.Deleted ?? false,
        timestamp);

    private static string Require(string? text) => text ?? throw new JsonException("a record lacks a name");

    private static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(json, type) ?? throw new JsonException("a record is null");

    private static byte[] Bytes(SettingKey key) => JsonSerializer.SerializeToUtf8Bytes(key, RecordJson.Default.SettingKey);

    private static byte[] Bytes(RecordKey key) => JsonSerializer.SerializeToUtf8Bytes(key, RecordJson.Default.RecordKey);

    private static byte[] Bytes(RecordValue value) => JsonSerializer.SerializeToUtf8Bytes(value, RecordJson.Default.RecordValue);
}
