using System.Runtime.InteropServices;

namespace Analytics.Broker.Log;

/// <summary>An aborted transaction in a partition: what a read_committed consumer needs to pass its records over.</summary>
/// <param name="ProducerId">Whose it was.</param>
/// <param name="FirstOffset">Its first record.</param>
/// <param name="LastOffset">The marker that ends it.</param>
/// <param name="LastStableOffset">The partition's last stable offset when it ended: transactions that end later begin at or after it.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset, long LastStableOffset);
