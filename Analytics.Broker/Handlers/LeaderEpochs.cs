using Analytics.Broker.Log;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Handlers;

/// <summary>A single node leads for ever, so there is one epoch. A client that knows a higher one was talking to another cluster (KIP-320).</summary>
internal static class LeaderEpochs
{
    /// <param name="known">The epoch the client has in mind; -1 for none.</param>
    public static ErrorCode Check(int known) => known > PartitionLog.LeaderEpoch ? ErrorCode.UnknownLeaderEpoch : ErrorCode.None;
}
