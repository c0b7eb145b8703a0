using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Analytics.Broker.Log;

/// <summary>CRC-32C (Castagnoli), the checksum of record batches: "123456789" gives e3069283. One instruction for eight bytes where the processor has it.</summary>
internal static class Crc32C
{
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var b in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
