using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Analytics.Lake.Parquet;

/// <summary>
/// Encodes columns of texts: by a dictionary, or plain when nearly all texts differ. Which of the two, the texts themselves tell; a chunk is never mixed.
/// </summary>
public sealed class TextEncoder : ColumnEncoder
{
    /// <summary>Rows between two looks at the sizes.</summary>
    private const int SliceRows = 1024;

    private const int PageBytes = 1 << 20;

    /// <summary>A reader keeps the dictionary in memory while it reads the chunk.</summary>
    private const int MostDictionaryBytes = 1 << 20;

    /// <summary>Values after which a dictionary of too many is given up before the chunk's end.</summary>
    private const int Sample = 16384;

    private readonly TextDictionary _dictionary = new();
    private readonly TextBounds _bounds = new();
    private readonly ArrayBufferWriter<byte> _values = new();
    private int[] _indices = [];
    private int _indexCount;
    private bool _isDictionary;

    internal TextEncoder()
    {
    }

    internal override int PhysicalType => 6;

    private protected override int Room => _isDictionary ? SliceRows : Math.Min(SliceRows, base.Room);

    /// <summary>Dictionaries hold more than they spare when this many of the values are distinct.</summary>
    private bool IsMostlyDistinct => _dictionary.Count >= _indexCount - (_indexCount / 8);

    /// <summary>Appends rows.</summary>
    /// <param name="bytes">The texts, one after the other.</param>
    /// <param name="offsets">Where each begins, and the last one's end.</param>
    /// <param name="validity">1 for a value, 0 for null.</param>
    /// <param name="rows">The rows to pick.</param>
    public void Append(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> validity, ReadOnlySpan<int> rows)
    {
        while (!rows.IsEmpty)
        {
            var slice = rows[..Math.Min(rows.Length, Room)];
            var levels = Reserve(slice.Length);
            Complete(slice.Length, _isDictionary ? Look(bytes, offsets, validity, slice, levels) : Copy(bytes, offsets, validity, slice, levels));
            EndSlice();
            rows = rows[slice.Length..];
        }
    }

    /// <summary>Leaves the dictionary out: the column's values are known to be distinct.</summary>
    public void WithoutDictionary() => _isDictionary = RowCount == 0 ? false : throw new InvalidOperationException("rows have been encoded by the dictionary");

    internal override void Start(string name, bool nullable)
    {
        base.Start(name, nullable);
        _dictionary.Clear();
        _bounds.Clear();
        _values.ResetWrittenCount();
        _indexCount = 0;
        _isDictionary = true;
    }

    internal override ChunkStatistics Finish()
    {
        if (_isDictionary && IsMostlyDistinct)
        {
            GiveDictionaryUp();
        }

        if (_isDictionary)
        {
            BoundDictionary();
            WriteDictionary();
        }
        else if (RowCount > FirstOfPage)
        {
            Close(RowCount);
        }

        return _bounds.ToStatistics();
    }

    private protected override void EndSlice()
    {
        if (!_isDictionary)
        {
            CloseWhenFull(RowCount);
        }
        else if (_dictionary.PageSize > MostDictionaryBytes || _dictionary.IsCrowded || (_indexCount >= Sample && IsMostlyDistinct))
        {
            GiveDictionaryUp();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Look(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> validity, ReadOnlySpan<int> rows, Span<byte> levels)
    {
        if (_indices.Length < _indexCount + rows.Length)
        {
            Array.Resize(ref _indices, Math.Max(_indexCount + rows.Length, _indices.Length * 2));
        }

        var indices = _indices.AsSpan(_indexCount, rows.Length);
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            levels[i] = validity[row];
            if (levels[i] != 0)
            {
                indices[count++] = _dictionary.Index(bytes[offsets[row]..offsets[row + 1]]);
            }
        }

        _indexCount += count;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Copy(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> validity, ReadOnlySpan<int> rows, Span<byte> levels)
    {
        var size = 0;
        foreach (var row in rows)
        {
            size = checked(size + sizeof(int) + offsets[row + 1] - offsets[row]);
        }

        var target = _values.GetSpan(Math.Max(size, 1));
        var written = 0;
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            levels[i] = validity[row];
            if (levels[i] != 0)
            {
                var text = bytes[offsets[row]..offsets[row + 1]];
                BinaryPrimitives.WriteInt32LittleEndian(target[written..], text.Length);
                text.CopyTo(target[(written + sizeof(int))..]);
                written += sizeof(int) + text.Length;
                _bounds.Add(text);
                count++;
            }
        }

        _values.Advance(written);
        return count;
    }

    /// <summary>Writes plain what has been encoded by the dictionary so far.</summary>
    private void GiveDictionaryUp()
    {
        _isDictionary = false;
        BoundDictionary();
        var index = 0;
        for (var row = 0; row < RowCount;)
        {
            var end = Math.Min(RowCount, row + SliceRows);
            for (; row < end; row++)
            {
                if (Levels[row] != 0)
                {
                    _values.Write(_dictionary.Plain(_indices[index++]));
                }
            }

            CloseWhenFull(end);
        }
    }

    private void BoundDictionary()
    {
        for (var i = 0; i < _dictionary.Count; i++)
        {
            _bounds.Add(_dictionary[i]);
        }
    }

    private void WriteDictionary()
    {
        Pages.AddDictionary(_dictionary.Page, _dictionary.Count);
        var width = Math.Max(1, BitOperations.Log2((uint)_dictionary.Count - 1) + 1);
        var index = 0;
        while (FirstOfPage < RowCount)
        {
            var end = Math.Min(RowCount, FirstOfPage + PageRows);
            var values = Levels[FirstOfPage..end].Count((byte)1);
            var page = StartPage(end);
            page.Write([(byte)width]);
            HybridRuns.Write(_indices.AsSpan(index, values), width, page);
            EndPage(end, PageEncoding.RleDictionary);
            index += values;
        }
    }

    private void CloseWhenFull(int end)
    {
        if (end - FirstOfPage >= PageRows || _values.WrittenCount >= PageBytes)
        {
            Close(end);
        }
    }

    private void Close(int end)
    {
        ClosePage(end, _values.WrittenSpan);
        _values.ResetWrittenCount();
    }
}
