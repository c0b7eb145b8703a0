using System.IO.Hashing;

namespace Analytics.Broker.Log.Compaction;

/// <summary>
/// The latest offset of each key in the part of a log that is being compacted. Of a key only 128 bits of hash are kept, with a seed of its own for each
/// map, so that nobody can choose keys that collide.
/// </summary>
internal sealed class KeyMap
{
    /// <summary>About 50 MB. A log with more keys is compacted in several rounds.</summary>
    private const int Capacity = 1_000_000;

    private readonly long _seed = Random.Shared.NextInt64();
    private readonly Dictionary<UInt128, long> _latest = [];

    public bool IsFull => _latest.Count >= Capacity;

    /// <summary>The map knows every key before this offset, and none from it on.</summary>
    public long End { get; set; }

    public UInt128 Hash(ReadOnlySpan<byte> key) => XxHash128.HashToUInt128(key, _seed);

    /// <summary>Offsets come in order within a producer, but those of a transaction count only from its commit on.</summary>
    public void Put(UInt128 hash, long offset)
    {
        if (!_latest.TryGetValue(hash, out var known) || known < offset)
        {
            _latest[hash] = offset;
        }
    }

    public bool IsSuperseded(ReadOnlySpan<byte> key, long offset) => _latest.TryGetValue(Hash(key), out var latest) && latest > offset;
}
