using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Broker.Producers;

/// <summary>A producer's state in a partition as it is stored: fixed size, so that an array of them is written as it lies in memory.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct ProducerSnapshot
{
    public long ProducerId;
    public long LastTimestamp;
    public long TransactionFirstOffset;
    public int Epoch;
    public int BatchCount;
    public Batches Recent;

    [InlineArray(ProducerState.RememberedBatches)]
    internal struct Batches
    {
        private SequencedBatch _first;
    }
}
