using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Contracts;

/// <summary>The contract of a pipeline's source, by its format.</summary>
internal static class SourceContracts
{
    public static IEventContracts Of(IngestSettings settings, SchemaRegistryClient registry, EngineStatus status, TimeProvider time) =>
        settings.Pipeline.Source.Format == SourceFormat.Json
            ? new PlainContracts(settings)
            : new RegistryContracts(settings, registry, status, time);
}
