using System.Runtime.InteropServices;

namespace Analytics.Streaming.Source.Native;

/// <summary><c>struct rd_kafka_metadata_topic</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTopicMetadata
{
    public nint Name;
    public int PartitionCount;
    public nint Partitions;
    public int Error;
}
