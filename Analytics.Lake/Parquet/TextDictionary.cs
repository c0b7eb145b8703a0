using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Lake.Parquet;

/// <summary>
/// The distinct texts of a column chunk, numbered as they come, in the form of a dictionary page: a length of four bytes before each. A text of up to 16 bytes is told
/// by its length, its first and its last eight bytes, without a look at the page. Hashes differ from process to process; should very many texts collide
/// nevertheless, <see cref="IsCrowded"/> says so.
/// </summary>
internal sealed class TextDictionary
{
    private const int LeastSlots = 1024;
    private const int MostProbes = 128;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    private Slot[] _slots = new Slot[LeastSlots];
    private int _slotBits = BitOperations.Log2(LeastSlots);
    private byte[] _page = [];
    private int[] _starts = [];
    private int _last;

    public int Count { get; private set; }

    /// <summary>Whether looking up has become slow.</summary>
    public bool IsCrowded { get; private set; }

    /// <summary>The page's content.</summary>
    public ReadOnlySpan<byte> Page => _page.AsSpan(0, PageSize);

    public int PageSize { get; private set; }

    /// <summary>A text.</summary>
    public ReadOnlySpan<byte> this[int index] => Plain(index)[sizeof(int)..];

    /// <summary>A text with its length before it.</summary>
    public ReadOnlySpan<byte> Plain(int index) => _page.AsSpan(_starts[index]..(index + 1 < Count ? _starts[index + 1] : PageSize));

    public void Clear()
    {
        Count = 0;
        _last = 0;
        PageSize = 0;
        IsCrowded = false;
        _slotBits = BitOperations.Log2(LeastSlots);
        _slots.AsSpan(0, LeastSlots).Clear();
    }

    /// <summary>The number of a text, which becomes part of the dictionary.</summary>
    public int Index(ReadOnlySpan<byte> text)
    {
        if (text.Length > 16 && Count > 0 && text.SequenceEqual(this[_last]))
        {
            return _last;
        }

        var key = Key(text);
        var mask = (1 << _slotBits) - 1;
        var probes = 0;
        for (var place = (int)(key.Hash >> (64 - _slotBits)); ; place = (place + 1) & mask)
        {
            ref var slot = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), place);
            if (slot.Number == 0)
            {
                slot = new Slot(key.First, key.Last, text.Length, Count + 1);
                IsCrowded |= probes > MostProbes;
                return _last = Add(text);
            }

            if (slot.First == key.First && slot.Last == key.Last && slot.Length == text.Length && (text.Length <= 16 || text.SequenceEqual(this[slot.Number - 1])))
            {
                return _last = slot.Number - 1;
            }

            probes++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong First, ulong Last, ulong Hash) Key(ReadOnlySpan<byte> text)
    {
        ulong first = 0;
        ulong last = 0;
        ref var start = ref MemoryMarshal.GetReference(text);
        if (text.Length >= sizeof(ulong))
        {
            first = Unsafe.ReadUnaligned<ulong>(ref start);
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, text.Length - sizeof(ulong)));
        }
        else if (text.Length >= sizeof(uint))
        {
            first = Unsafe.ReadUnaligned<uint>(ref start);
            last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, text.Length - sizeof(uint)));
        }
        else
        {
            foreach (var next in text)
            {
                first = (first << 8) | next;
            }
        }

        var hash = (first ^ Seed) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 29) ^ last ^ ((ulong)text.Length << 56)) * 0xD6E8FEB86659FD93;
        for (var i = sizeof(ulong); i < text.Length - sizeof(ulong); i += sizeof(ulong))
        {
            hash = (hash ^ (hash >> 32) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i))) * 0x9E3779B97F4A7C15;
        }

        return (first, last, (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93);
    }

    private int Add(ReadOnlySpan<byte> text)
    {
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, Math.Max(LeastSlots, Count * 2));
        }

        var size = checked(PageSize + sizeof(int) + text.Length);
        if (size > _page.Length)
        {
            Array.Resize(ref _page, (int)Math.Min(Array.MaxLength, Math.Max(size, _page.Length * 2L)));
        }

        BinaryPrimitives.WriteInt32LittleEndian(_page.AsSpan(PageSize), text.Length);
        text.CopyTo(_page.AsSpan(PageSize + sizeof(int)));
        _starts[Count++] = PageSize;
        PageSize = size;
        if (Count > (1 << _slotBits) / 8 * 5)
        {
            Grow();
        }

        return Count - 1;
    }

    private void Grow()
    {
        _slotBits++;
        var size = 1 << _slotBits;
        if (_slots.Length < size)
        {
            _slots = new Slot[size];
        }
        else
        {
            _slots.AsSpan(0, size).Clear();
        }

        for (var i = 0; i < Count; i++)
        {
            var text = this[i];
            var key = Key(text);
            var place = (int)(key.Hash >> (64 - _slotBits));
            while (_slots[place].Number != 0)
            {
                place = (place + 1) & (size - 1);
            }

            _slots[place] = new Slot(key.First, key.Last, text.Length, i + 1);
        }
    }

    /// <param name="First">The first eight bytes; of fewer than eight, the first four or all.</param>
    /// <param name="Last">The last eight bytes; of fewer than eight, the last four or nothing.</param>
    /// <param name="Length">The text's length.</param>
    /// <param name="Number">Its index and one; 0 in an empty slot.</param>
    private readonly record struct Slot(ulong First, ulong Last, int Length, int Number);
}
