using System.Runtime.InteropServices;

namespace Analytics.Broker.Producers;

/// <summary>The sequence numbers of a batch and where it was put.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct SequencedBatch(int FirstSequence, int LastSequence, long BaseOffset);
