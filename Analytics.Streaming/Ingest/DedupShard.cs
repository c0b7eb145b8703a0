using System.Runtime.CompilerServices;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// One table of a <see cref="DedupIndex"/>: open addressing with linear probing, sorted by hash (an ordered hash table, Amble and Knuth 1974). A new id moves
/// those after it up to the next free slot, some hundred bytes. In return an id that is not there is known to be missing at the first larger hash, so
/// the table may be nearly full; and it becomes larger, smaller or rid of what is forgotten in place, by two passes from end to end, without a second table.
/// Positions do not wrap: beyond the last home there is room for those that were moved there, and the last slot of all is never used.
/// Not thread-safe; disposed by its index.
/// </summary>
/// <param name="timeBits">The bits of a slot's first word that belong to the time.</param>
internal sealed unsafe class DedupShard(ulong timeBits) : IDisposable
{
    // One page.
    private const int FirstLength = 128;

    // Slots in use of a full table, and of one that has just been given its size. Of a large one memory is what matters: it is sized more often.
    private const double FullAt = 0.875;
    private const double SizedFor = 0.74;
    private const double LargeSizedFor = 0.82;
    private const int LargeFrom = 200_000;

    private readonly GrowableMemory _memory = new(Bytes(FirstLength));
    private int _limit = (int)(FirstLength * FullAt);

    public DedupSlot* Slots => (DedupSlot*)_memory.Pointer;

    /// <summary>Homes: positions where the search for a hash may begin.</summary>
    public int Length { get; private set; } = FirstLength;

    /// <summary>Slots in use.</summary>
    public int Count { get; private set; }

    public long MemoryBytes => _memory.Length;

    public bool IsFull => Count >= _limit;

    private int Capacity => (int)(_memory.Length / sizeof(DedupSlot));

    /// <summary>Where the search for a hash begins: its upper half scaled to the length, which is no power of two.</summary>
    public static int Home(ulong hash, int length) => (int)(((hash >> 32) * (ulong)length) >> 32);

    /// <summary>Looks for an id.</summary>
    /// <param name="hash">Its hash without the shard's number, in the upper bits.</param>
    /// <param name="high">The upper half of its key.</param>
    /// <param name="isKnown">Whether it is there.</param>
    /// <returns>Its position, or else the one where it belongs.</returns>
    public int Find(ulong hash, ulong high, out bool isKnown)
    {
        var slots = Slots;
        var position = Home(hash, Length);
        while (slots[position].IsUsed(timeBits) && slots[position].Hash(timeBits) is var here && here <= hash)
        {
            if (here == hash && slots[position].High == high)
            {
                isKnown = true;
                return position;
            }

            position++;
        }

        isKnown = false;
        return position;
    }

    /// <summary>Puts an id where <see cref="Find"/> has told it belongs. The table is not full.</summary>
    public void Insert(int position, in DedupSlot slot)
    {
        var slots = Slots;
        var free = position;
        while (slots[free].IsUsed(timeBits))
        {
            free++;
        }

        if (free == Capacity - 1)
        {
            // Many hashes are alike and large.
            _memory.Resize(_memory.Length + (_memory.Length / 8));
            slots = Slots;
        }

        var moved = (free - position) * (long)sizeof(DedupSlot);
        Buffer.MemoryCopy(slots + position, slots + position + 1, moved, moved);
        slots[position] = slot;
        Count++;
    }

    /// <summary>Drops the ids of before a time and sizes the table for the rest.</summary>
    /// <param name="forgottenTo">Ids up to this time are dropped; 0 or more.</param>
    /// <param name="mayShrink">Whether memory is given back; otherwise a table that is large enough keeps its size.</param>
    /// <param name="shift">What is taken from the time of each that stays.</param>
    /// <exception cref="OutOfMemoryException">The system has no more. The table is of no use afterwards.</exception>
    public void Size(long forgottenTo, bool mayShrink, long shift = 0)
    {
        var alive = Alive(forgottenTo);
        var wanted = (int)Math.Min(Array.MaxLength / 2, Math.Max(FirstLength, (long)(alive / (alive < LargeFrom ? SizedFor : LargeSizedFor))));
        var length = mayShrink ? wanted : Math.Max(wanted, Length);
        if (Bytes(length) > _memory.Length)
        {
            _memory.Resize(Bytes(length));
            length = Math.Max(length, LengthOf(_memory.Length));
        }

        MoveToEnd(forgottenTo, shift);
        Count = alive;
        Length = length;
        _limit = (int)(length * FullAt);
        Spread();
        if (mayShrink)
        {
            Shrink();
        }
    }

    public void Dispose() => _memory.Dispose();

    private static long Bytes(int length) => (length + (length / 64) + 64L) * sizeof(DedupSlot);

    /// <summary>What <see cref="Bytes"/> can be had for: memory comes in whole pages.</summary>
    private static int LengthOf(long bytes) => (int)(((bytes / sizeof(DedupSlot)) - 64) * 64 / 65);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Alive(long forgottenTo)
    {
        var alive = 0;
        foreach (ref readonly var slot in new ReadOnlySpan<DedupSlot>(Slots, Capacity))
        {
            // An unused slot has the time 0.
            alive += slot.Time(timeBits) > forgottenTo ? 1 : 0;
        }

        return alive;
    }

    /// <summary>Moves those that stay, in their order, to the end of the memory. What lies before them is of no use afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveToEnd(long forgottenTo, long shift)
    {
        var slots = Slots;
        var to = Capacity;
        for (var from = to - 1; from >= 0; from--)
        {
            var slot = slots[from];
            if (slot.Time(timeBits) > forgottenTo)
            {
                slot.SetTime(timeBits, slot.Time(timeBits) - shift);
                slots[--to] = slot;
            }
        }
    }

    /// <summary>
    /// Gives each of the slots at the end of the memory its place: its home, or the one after its predecessor. That lies before where it is read from,
    /// unless so many large hashes are alike that they need more room than there is behind the last home: then more memory is taken.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread()
    {
        var slots = Slots;
        var capacity = Capacity;
        var from = capacity - Count;
        var next = 0;
        while (from < capacity)
        {
            var slot = slots[from];
            var place = Math.Max(next, Home(slot.Hash(timeBits), Length));
            while (place >= from)
            {
                var left = capacity - from;
                _memory.Resize(_memory.Length + (_memory.Length / 8));
                slots = Slots;
                capacity = Capacity;
                Buffer.MemoryCopy(slots + from, slots + capacity - left, left * (long)sizeof(DedupSlot), left * (long)sizeof(DedupSlot));
                from = capacity - left;
            }

            while (next < place)
            {
                slots[next++] = default;
            }

            slots[next++] = slot;
            from++;
        }

        new Span<DedupSlot>(slots + next, capacity - next).Clear();
    }

    /// <summary>Gives back what lies beyond the last slot in use and the room that its length asks for.</summary>
    private void Shrink()
    {
        var slots = Slots;
        var last = Capacity - 1;
        while (last > 0 && !slots[last].IsUsed(timeBits))
        {
            last--;
        }

        _memory.Resize(Math.Max(Bytes(Length), (last + 2L) * sizeof(DedupSlot)));
    }
}
