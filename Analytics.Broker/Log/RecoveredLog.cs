using Analytics.Broker.Producers;

namespace Analytics.Broker.Log;

/// <summary>What recovery found of a partition.</summary>
internal sealed record RecoveredLog(LogSegment[] Segments, LogCheckpoint Checkpoint, long NextOffset, ProducerStates Producers);
