using System.Buffers;
using System.Buffers.Binary;

namespace Analytics.Lake.Parquet;

/// <summary>
/// Encodes one column of a row group after the other: rows are appended, full pages compressed at once, so that a page is still in the processor's cache.
/// Keeps its buffers; not thread-safe.
/// </summary>
public abstract class ColumnEncoder
{
    /// <summary>Rows of a page: what a reader has to decode to see one of them.</summary>
    internal const int PageRows = 20_480;

    private readonly ArrayBufferWriter<byte> _page = new();
    private readonly ArrayBufferWriter<byte> _runs = new();
    private byte[] _levels = [];
    private bool _nullable;
    private string _name = string.Empty;

    internal ColumnEncoder()
    {
    }

    /// <summary>Rows so far.</summary>
    internal int RowCount { get; private set; }

    internal long NullCount { get; private set; }

    /// <summary>Parquet's number of the physical type.</summary>
    internal abstract int PhysicalType { get; }

    internal ChunkPages Pages { get; } = new();

    /// <summary>Rows that can be appended before <see cref="EndSlice"/> has to look.</summary>
    private protected virtual int Room => PageRows - (RowCount - FirstOfPage);

    /// <summary>The first row that is in no page yet.</summary>
    private protected int FirstOfPage { get; private set; }

    /// <summary>A level for each row so far: 0 is null.</summary>
    private protected ReadOnlySpan<byte> Levels => _levels.AsSpan(0, RowCount);

    /// <summary>Appends rows without a value.</summary>
    /// <param name="rows">How many.</param>
    public void AppendNulls(int rows)
    {
        while (rows > 0)
        {
            var count = Math.Min(rows, Room);
            Reserve(count).Clear();
            Complete(count, 0);
            EndSlice();
            rows -= count;
        }
    }

    internal virtual void Start(string name, bool nullable)
    {
        _name = name;
        _nullable = nullable;
        FirstOfPage = 0;
        RowCount = 0;
        NullCount = 0;
        Pages.Clear();
    }

    /// <summary>Ends the chunk: all its pages are there.</summary>
    internal abstract ChunkStatistics Finish();

    /// <summary>Levels for rows to come.</summary>
    private protected Span<byte> Reserve(int rows)
    {
        if (_levels.Length < RowCount + rows)
        {
            Array.Resize(ref _levels, Math.Max(RowCount + rows, _levels.Length * 2));
        }

        return _levels.AsSpan(RowCount, rows);
    }

    /// <summary>Counts rows whose levels are there.</summary>
    private protected void Complete(int rows, int values)
    {
        if (values < rows && !_nullable)
        {
            throw new InvalidOperationException($"Column {_name} is required, and {rows - values} of {rows} rows have no value.");
        }

        RowCount += rows;
        NullCount += rows - values;
    }

    /// <summary>Closes the page when it is full.</summary>
    private protected abstract void EndSlice();

    /// <summary>Makes a page of the rows that are in none yet.</summary>
    /// <param name="end">The row after its last.</param>
    /// <param name="values">Their values, plain.</param>
    private protected void ClosePage(int end, ReadOnlySpan<byte> values)
    {
        var page = StartPage(end);
        page.Write(values);
        EndPage(end, PageEncoding.Plain);
    }

    /// <summary>Begins a page with its levels; the values are to follow.</summary>
    private protected IBufferWriter<byte> StartPage(int end)
    {
        _page.ResetWrittenCount();
        if (_nullable)
        {
            _runs.ResetWrittenCount();
            HybridRuns.Write(Levels[FirstOfPage..end], _runs);
            BinaryPrimitives.WriteInt32LittleEndian(_page.GetSpan(sizeof(int)), _runs.WrittenCount);
            _page.Advance(sizeof(int));
            _page.Write(_runs.WrittenSpan);
        }

        return _page;
    }

    private protected void EndPage(int end, PageEncoding encoding)
    {
        Pages.AddData(_page.WrittenSpan, end - FirstOfPage, encoding);
        FirstOfPage = end;
    }
}
