using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Contracts.Commits;

/// <summary>Source-generated JSON of the records kept in <c>commitInfo</c> (camelCase, nulls left out).</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(IngestCommit))]
[JsonSerializable(typeof(AuditCommit))]
[JsonSerializable(typeof(WindowCommit))]
[JsonSerializable(typeof(FoldInCommit))]
public sealed partial class CommitJson : JsonSerializerContext;
