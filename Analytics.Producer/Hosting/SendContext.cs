using Analytics.Contracts.Pipelines;
using Analytics.Producer.Sending;
using Analytics.Producer.Truth;

namespace Analytics.Producer.Hosting;

/// <summary>What a run sends with.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Partitions">The topic's partitions.</param>
/// <param name="SchemaId">The newest schema's id; null for plain JSON.</param>
/// <param name="Sender">Where records go.</param>
/// <param name="Truth">Where they are counted.</param>
/// <param name="Pace">When they are due.</param>
internal sealed record SendContext(PipelineDefinition Pipeline, int Partitions, int? SchemaId, EventSender Sender, GroundTruth Truth, SendPace Pace);
