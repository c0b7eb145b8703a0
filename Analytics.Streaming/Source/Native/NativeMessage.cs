using System.Runtime.InteropServices;

namespace Analytics.Streaming.Source.Native;

/// <summary><c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Payload;
    public nuint PayloadLength;
    public byte* Key;
    public nuint KeyLength;
    public long Offset;
    public nint Private;
}
