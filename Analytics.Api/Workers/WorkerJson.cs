using System.Text.Json.Serialization;

namespace Analytics.Api.Workers;

/// <summary>Source-generated JSON of the frames' payloads.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(QueryJob))]
[JsonSerializable(typeof(JobSummary))]
[JsonSerializable(typeof(JobFailure))]
internal sealed partial class WorkerJson : JsonSerializerContext;
