using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>
/// The key of settings, a mode, or what was cleared: <c>{"keytype":"CONFIG","subject":null,"magic":0}</c>. A null is written, as Confluent does, since compaction
/// keeps one record for each key's bytes.
/// </summary>
internal sealed record SettingKey(string Keytype, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Subject, int Magic = 0);
