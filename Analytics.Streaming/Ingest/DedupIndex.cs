using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// The ids accepted within the delay, as 128-bit keys with the event time they were first seen at. An id is known until
/// watermark ≥ first event time + delay; after that it is as if it had never been there, whenever its slot is really reclaimed.
/// <para>
/// Shards by hash, each a sorted table of 20 bytes a slot (<see cref="DedupShard"/>): 23 to 33 bytes an id once there are some thousand. A shard that is full drops what the
/// watermark has passed and grows only by what is alive: a pause is that of one shard, and memory follows what is alive.
/// One table rather than one per event-time bucket: a new id, the usual case, costs one cache miss instead of one per bucket.
/// </para>
/// <para>
/// Slots hold times of a range of at least eight delays (203 days at most), which follows the watermark. Ids with a time outside of it, as when one partition is days behind the others,
/// are kept in a dictionary.
/// </para>
/// What is added is provisional until the batch's commit: after a failed commit the index is thrown away and rebuilt from the log. Not thread-safe.
/// </summary>
internal sealed unsafe class DedupIndex : IDisposable
{
    // Few shards, so that each is large enough for huge pages. 32 have times of 38 hours.
    private const int FewestShardBits = 5;
    private const int MostShardBits = 12;
    private const int RangeInDelays = 8;
    private const int CacheLine = 64;

    // Key, time, hash, next and bucket of a dictionary's entry.
    private const int FarBytes = 48;

    private readonly long _delay;
    private readonly int _shardBits;
    private readonly long _maxTime;
    private readonly DedupShard[] _shards;
    private readonly Dictionary<UInt128, long> _far = [];
    private long _watermark = long.MinValue;
    private long? _base;

    /// <param name="delay">How long an id is known, microseconds.</param>
    public DedupIndex(long delay)
    {
        _delay = delay;
        _shardBits = Math.Clamp(64 - BitOperations.LeadingZeroCount((ulong)delay * RangeInDelays) - 32, FewestShardBits, MostShardBits);
        _maxTime = (1L << (32 + _shardBits)) - 1;
        _shards = [.. Enumerable.Range(0, 1 << _shardBits).Select(_ => new DedupShard(TimeBits))];
    }

    /// <summary>Ids held, those not yet reclaimed included.</summary>
    public long Count => _shards.Sum(shard => (long)shard.Count) + _far.Count;

    /// <summary>Bytes of the tables.</summary>
    public long Bytes => _shards.Sum(shard => shard.MemoryBytes) + ((long)_far.Count * FarBytes);

    /// <summary>Microseconds of event time up to which ids are forgotten.</summary>
    private long ForgottenTo => _watermark == long.MinValue ? long.MinValue : _watermark - _delay;

    private ulong TimeBits => (1UL << _shardBits) - 1;

    /// <summary>Moves the watermark on, which forgets ids. It never moves back.</summary>
    public void Advance(long watermark)
    {
        _watermark = Math.Max(_watermark, watermark);
        if (_base is { } from && ForgottenTo > from + (_maxTime / 2))
        {
            MoveRange(from, ForgottenTo);
        }
    }

    /// <summary>Whether an id that was first seen at this time is still remembered.</summary>
    public bool Remembers(long eventTime) => Remembers(_watermark, _delay, eventTime);

    /// <summary>The same for any index; a watermark of <see cref="long.MinValue"/> is none yet.</summary>
    public static bool Remembers(long watermark, long delay, long eventTime) => watermark == long.MinValue || watermark - delay < eventTime;

    /// <summary>Tells the processor that an id is about to be looked up: the tables are too large for its cache.</summary>
    public void Prefetch(UInt128 key)
    {
        if (Sse.IsSupported)
        {
            var hash = Hash(key);
            var shard = _shards[Shard(hash)];

            // Only a hint: nothing is read, so it does not matter if the table moves meanwhile.
            var slot = (byte*)(shard.Slots + DedupShard.Home(WithinShard(hash), shard.Length));
            Sse.Prefetch0(slot);
            Sse.Prefetch0(slot + CacheLine);
        }
    }

    /// <summary>Adds an id unless it is known.</summary>
    /// <returns>False for a duplicate.</returns>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public bool TryAdd(UInt128 key, long eventTime)
    {
        var hash = Hash(key);
        var shard = _shards[Shard(hash)];
        if (shard.IsFull)
        {
            shard.Size(Offset(ForgottenTo), mayShrink: false);
        }

        hash = WithinShard(hash);
        var high = (ulong)(key >> 64);
        var from = _base ??= eventTime - (_maxTime / 2);
        var position = shard.Find(hash, high, out var isHeld);
        if (isHeld && Remembers(from + shard.Slots[position].Time(TimeBits)))
        {
            return false;
        }

        if (_far.Count > 0 && _far.TryGetValue(key, out var far))
        {
            if (Remembers(far))
            {
                return false;
            }

            _far.Remove(key);
        }

        var time = eventTime - from;
        if (!Remembers(eventTime))
        {
            // Forgotten as soon as it is known.
        }
        else if (time <= 0 || time > _maxTime)
        {
            _far.Add(key, eventTime);
        }
        else if (isHeld)
        {
            shard.Slots[position].SetTime(TimeBits, time);
        }
        else
        {
            shard.Insert(position, new DedupSlot(hash, high, time));
        }

        return true;
    }

    /// <summary>Drops the ids that are not remembered any more and gives back the memory they took. Goes over the whole index.</summary>
    public void Trim()
    {
        foreach (var shard in _shards)
        {
            shard.Size(Offset(ForgottenTo), mayShrink: true);
        }

        ForgetFar();
    }

    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }
    }

    /// <summary>
    /// Ids may be anything, UUIDs of version 7 included, whose leading bits are a clock: mix before taking bits. With the upper half of the key the hash
    /// tells the lower one, so that both together are the key: each step can be undone.
    /// </summary>
    private static ulong Hash(UInt128 key)
    {
        var hash = ((ulong)(key >> 64) ^ ((ulong)key * 0x9E3779B97F4A7C15UL)) * 0xD6E8FEB86659FD93UL;
        return hash ^ (hash >> 32);
    }

    private int Shard(ulong hash) => (int)(hash >> (64 - _shardBits));

    private ulong WithinShard(ulong hash) => hash << _shardBits;

    /// <summary>A time as slots have it, brought into their range.</summary>
    private long Offset(long time) => _base is { } from && time > from ? Math.Min(time - from, _maxTime) : 0;

    /// <summary>Lets the range begin where ids are forgotten: all that are known lie after it.</summary>
    private void MoveRange(long before, long from)
    {
        foreach (var shard in _shards)
        {
            shard.Size(Offset(from), mayShrink: false, shift: Math.Min(from - before, _maxTime));
        }

        _base = from;
        ForgetFar();
        foreach (var (key, time) in _far.Where(far => far.Value - from <= _maxTime).ToList())
        {
            _far.Remove(key);
            TryAdd(key, time);
        }
    }

    private void ForgetFar()
    {
        foreach (var key in _far.Where(far => !Remembers(far.Value)).Select(far => far.Key).ToList())
        {
            _far.Remove(key);
        }
    }
}
