using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// The ids accepted within the delay, as 128-bit keys with the event time they were first seen at. An id is known until
/// watermark ≥ first event time + delay; after that it is as if it had never been there, whenever its slot is really reclaimed.
/// <para>
/// Shards of open addressing (linear probing, 24 bytes a slot, 34 to 51 bytes an id at loads of 0.7 to 0.47 while it grows; shards of more than 2 MB are whole huge pages). A shard that is full first
/// drops what the watermark has passed and grows by half only when most of it is alive: a pause is that of one shard, and memory follows what is alive.
/// One table rather than one per event-time bucket: a new id, the usual case, costs one cache miss instead of one per bucket.
/// </para>
/// What is added is provisional until the batch's commit: after a failed commit the index is thrown away and rebuilt from the log. Not thread-safe.
/// </summary>
internal sealed unsafe class DedupIndex(long delay) : IDisposable
{
    private const int ShardBits = 6;
    private const int FirstCapacity = 256;

    private readonly DedupShard[] _shards = [.. Enumerable.Range(0, 1 << ShardBits).Select(_ => new DedupShard(FirstCapacity))];
    private long _watermark = long.MinValue;

    /// <summary>Slots in use, those not yet reclaimed included.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (var shard in _shards)
            {
                count += shard.Count;
            }

            return count;
        }
    }

    /// <summary>Bytes of the tables.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (var shard in _shards)
            {
                bytes += shard.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>Moves the watermark on, which forgets ids. It never moves back.</summary>
    public void Advance(long watermark) => _watermark = Math.Max(_watermark, watermark);

    /// <summary>Whether an id that was first seen at this time is still remembered.</summary>
    public bool Remembers(long eventTime) => Remembers(_watermark, delay, eventTime);

    /// <summary>The same for any index; a watermark of <see cref="long.MinValue"/> is none yet.</summary>
    public static bool Remembers(long watermark, long delay, long eventTime) => watermark == long.MinValue || watermark - delay < eventTime;

    /// <summary>Tells the processor that an id is about to be looked up: the tables are too large for its cache.</summary>
    public void Prefetch(UInt128 key)
    {
        if (Sse.IsSupported)
        {
            var hash = Hash((ulong)(key >> 64), (ulong)key);
            var shard = _shards[hash & ((1 << ShardBits) - 1)];

            // Only a hint: nothing is read, so it does not matter if the table moves meanwhile.
            Sse.Prefetch0(shard.Slots + Position(hash, shard.Length));
        }
    }

    /// <summary>Adds an id unless it is known.</summary>
    /// <returns>False for a duplicate.</returns>
    public bool TryAdd(UInt128 key, long eventTime)
    {
        var high = (ulong)(key >> 64);
        var low = (ulong)key;

        var hash = Hash(high, low);
        var shard = _shards[hash & ((1 << ShardBits) - 1)];
        if (shard.Count >= shard.Limit)
        {
            MakeRoom(shard);
        }

        var slots = shard.Slots;
        var length = shard.Length;
        var position = Position(hash, length);
        while (true)
        {
            ref var slot = ref slots[position];
            if (!slot.Used)
            {
                slot = new DedupSlot(high, low, eventTime);
                shard.Count++;
                return true;
            }

            if (slot.Low == low && slot.High == high)
            {
                if (Remembers(slot.EventTime))
                {
                    return false;
                }

                slot = new DedupSlot(high, low, eventTime);
                return true;
            }

            position = position + 1 == length ? 0 : position + 1;
        }
    }

    /// <summary>Drops the ids that are not remembered any more and gives back the memory they took. Goes over the whole index.</summary>
    public void Trim()
    {
        foreach (var shard in _shards)
        {
            var alive = Alive(shard);
            Rebuild(shard, Math.Min(shard.Length, CapacityFor(alive + (alive / 4))));
        }
    }

    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }
    }

    /// <summary>Where the search for a hash begins: its upper half scaled to the length, which is no power of two.</summary>
    private static int Position(ulong hash, int length) => (int)(((hash >> 32) * (ulong)length) >> 32);

    private static int CapacityFor(long ids) => (int)Math.Max(FirstCapacity, Math.Min(Array.MaxLength, (ids * 10 / 7) + 2));

    /// <summary>Ids may be anything, UUIDs of version 7 included, whose leading bits are a clock: mix before taking bits.</summary>
    private static ulong Hash(ulong high, ulong low)
    {
        var hash = (high ^ (low * 0x9E3779B97F4A7C15UL)) * 0xD6E8FEB86659FD93UL;
        return hash ^ (hash >> 32);
    }

    private void MakeRoom(DedupShard shard)
    {
        var alive = Alive(shard);
        var length = shard.Length;
        Rebuild(shard, alive > shard.Limit / 4 * 3 ? length + (length / 2) : length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Alive(DedupShard shard)
    {
        var alive = 0;
        foreach (ref readonly var slot in new ReadOnlySpan<DedupSlot>(shard.Slots, shard.Length))
        {
            alive += slot.Used && Remembers(slot.EventTime) ? 1 : 0;
        }

        return alive;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rebuild(DedupShard shard, int capacity)
    {
        var slots = new ReadOnlySpan<DedupSlot>(shard.Slots, shard.Length);
        using var old = shard.Reset(capacity);
        foreach (ref readonly var slot in slots)
        {
            if (slot.Used && Remembers(slot.EventTime))
            {
                Insert(shard, slot);
            }
        }
    }

    private static void Insert(DedupShard shard, in DedupSlot slot)
    {
        var slots = shard.Slots;
        var length = shard.Length;
        var position = Position(Hash(slot.High, slot.Low), length);
        while (slots[position].Used)
        {
            position = position + 1 == length ? 0 : position + 1;
        }

        slots[position] = slot;
        shard.Count++;
    }
}
