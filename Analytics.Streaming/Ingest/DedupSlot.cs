using System.Runtime.InteropServices;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// One id of a <see cref="DedupShard"/> in 20 bytes. With n bits for the shard's number: 64 - n bits of the hash, 32 + n bits of time, and the upper half of the key.
/// The number, the hash and the upper half tell the whole key. Zeroed memory reads as an unused slot, as no time is 0.
/// </summary>
/// <param name="hash">The hash without the shard's number, in the upper bits.</param>
/// <param name="high">The upper half of the key.</param>
/// <param name="time">Microseconds since the index's base, from 1 on.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct DedupSlot(ulong hash, ulong high, long time)
{
    private ulong _hashAndTime = hash | ((ulong)time >> 32);
    private uint _time = (uint)time;

    public ulong High { get; } = high;

    public readonly bool IsUsed(ulong timeBits) => _time != 0 || (_hashAndTime & timeBits) != 0;

    public readonly ulong Hash(ulong timeBits) => _hashAndTime & ~timeBits;

    public readonly long Time(ulong timeBits) => ((long)(_hashAndTime & timeBits) << 32) | _time;

    public void SetTime(ulong timeBits, long time)
    {
        _hashAndTime = (_hashAndTime & ~timeBits) | ((ulong)time >> 32);
        _time = (uint)time;
    }
}
