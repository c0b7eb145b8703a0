using System.Runtime.InteropServices;

namespace Analytics.Streaming.Source.Native;

/// <summary><c>struct rd_kafka_metadata</c>, as far as it is read here.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMetadata
{
    public int BrokerCount;
    public nint Brokers;
    public int TopicCount;
    public NativeTopicMetadata* Topics;
}
