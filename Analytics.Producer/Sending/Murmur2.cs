using System.Buffers.Binary;

namespace Analytics.Producer.Sending;

/// <summary>
/// The hash by which Kafka's Java client and librdkafka's <c>murmur2</c> partitioner choose a partition,
/// so a key lies where any other client would put it. Source: Kafka, Utils.murmur2 (MurmurHash2, 32 bits, seed 0x9747b28c).
/// </summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Rotation = 24;

    /// <summary>The partition of a key.</summary>
    public static int Partition(ReadOnlySpan<byte> key, int partitions) => (int)(Hash(key) & 0x7FFFFFFF) % partitions;

    public static uint Hash(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (uint)key.Length;
        while (key.Length >= 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Multiplier;
            word ^= word >> Rotation;
            hash = (hash * Multiplier) ^ (word * Multiplier);
            key = key[4..];
        }

        for (var i = key.Length - 1; i >= 0; i--)
        {
            hash ^= (uint)key[i] << (8 * i);
        }

        hash = key.IsEmpty ? hash : hash * Multiplier;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
