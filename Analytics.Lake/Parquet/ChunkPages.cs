using System.Buffers;
using Snappier;

namespace Analytics.Lake.Parquet;

/// <summary>The pages of one column chunk, compressed, and what the footer says of them. Kept from chunk to chunk; not thread-safe.</summary>
internal sealed class ChunkPages
{
    private const int NoCodec = 0;
    private const int SnappyCodec = 1;

    private readonly ArrayBufferWriter<byte> _pages = new();
    private readonly List<(PageKind Kind, PageEncoding Encoding, int Count)> _kinds = [];
    private byte[] _compressed = [];
    private long _uncompressed;
    private int _dataStart;
    private bool _hasDictionary;
    private bool _isCompressed;

    public ReadOnlySpan<byte> Written => _pages.WrittenSpan;

    public long UncompressedSize => _uncompressed;

    public void Clear()
    {
        _pages.ResetWrittenCount();
        _kinds.Clear();
        _uncompressed = 0;
        _dataStart = -1;
        _hasDictionary = false;
        _isCompressed = true;
    }

    public void AddDictionary(ReadOnlySpan<byte> values, int count)
    {
        var header = new ThriftStruct();
        header.AddInt32(ParquetField.ValueCount, count);
        header.AddInt32(ParquetField.PageEncoding, (int)PageEncoding.Plain);
        _hasDictionary = true;
        Add(PageKind.Dictionary, PageEncoding.Plain, values, ParquetField.DictionaryPageHeader, header);
    }

    /// <param name="content">Levels, if the column has any, and values.</param>
    /// <param name="rows">Rows, nulls included.</param>
    /// <param name="encoding">The values'.</param>
    public void AddData(ReadOnlySpan<byte> content, int rows, PageEncoding encoding)
    {
        var header = new ThriftStruct();
        header.AddInt32(ParquetField.ValueCount, rows);
        header.AddInt32(ParquetField.PageEncoding, (int)encoding);
        header.AddInt32(ParquetField.DefinitionLevelEncoding, (int)PageEncoding.Rle);
        header.AddInt32(ParquetField.RepetitionLevelEncoding, (int)PageEncoding.Rle);
        if (_dataStart < 0)
        {
            _dataStart = _pages.WrittenCount;
        }

        Add(PageKind.Data, encoding, content, ParquetField.DataPageHeader, header);
    }

    /// <summary>The footer's ColumnChunk.</summary>
    /// <param name="position">Where the pages begin in the file.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="type">Its physical type.</param>
    /// <param name="rows">Rows, nulls included.</param>
    /// <param name="statistics">The chunk's statistics.</param>
    public ThriftStruct ToThrift(long position, byte[] name, int type, int rows, ThriftStruct statistics)
    {
        var metadata = new ThriftStruct();
        metadata.AddInt32(ParquetField.Type, type);
        metadata.AddList(
            ParquetField.Encodings, ThriftType.Int32, _kinds.Select(kind => kind.Encoding).Append(PageEncoding.Rle).Distinct().Order().Select(encoding => (object)(long)encoding));
        metadata.AddList(ParquetField.Path, ThriftType.Binary, [name]);
        metadata.AddInt32(ParquetField.Codec, _isCompressed ? SnappyCodec : NoCodec);
        metadata.AddInt64(ParquetField.ChunkValueCount, rows);
        metadata.AddInt64(ParquetField.UncompressedSize, _uncompressed);
        metadata.AddInt64(ParquetField.CompressedSize, _pages.WrittenCount);
        metadata.AddInt64(ParquetField.DataPageOffset, position + _dataStart);
        if (_hasDictionary)
        {
            metadata.AddInt64(ParquetField.DictionaryPageOffset, position);
        }

        metadata.AddStruct(ParquetField.Statistics, statistics);
        metadata.AddList(ParquetField.EncodingStatistics, ThriftType.Struct, _kinds.Select(Statistics));
        var chunk = new ThriftStruct();
        chunk.AddInt64(ParquetField.ChunkOffset, 0);
        chunk.AddStruct(ParquetField.MetaData, metadata);
        return chunk;
    }

    private static ThriftStruct Statistics((PageKind Kind, PageEncoding Encoding, int Count) pages)
    {
        var result = new ThriftStruct();
        result.AddInt32(1, (int)pages.Kind);
        result.AddInt32(2, (int)pages.Encoding);
        result.AddInt32(3, pages.Count);
        return result;
    }

    private void Add(PageKind kind, PageEncoding encoding, ReadOnlySpan<byte> content, short field, ThriftStruct headerOfKind)
    {
        var stored = _isCompressed ? Compress(content) : content;
        var header = new ThriftStruct();
        header.AddInt32(ParquetField.PageType, (int)kind);
        header.AddInt32(ParquetField.PageSize, content.Length);
        header.AddInt32(ParquetField.CompressedPageSize, stored.Length);
        header.AddStruct(field, headerOfKind);
        var before = _pages.WrittenCount;
        new CompactWriter(_pages).WriteStruct(header);
        _uncompressed += _pages.WrittenCount - before + content.Length;
        _pages.Write(stored);

        var index = _kinds.FindIndex(other => other.Kind == kind && other.Encoding == encoding);
        if (index < 0)
        {
            _kinds.Add((kind, encoding, 1));
        }
        else
        {
            _kinds[index] = (kind, encoding, _kinds[index].Count + 1);
        }
    }

    /// <summary>The first page decides for its chunk: where an eighth is not to be spared, as with random ids, readers and writer are better off without.</summary>
    private ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> content)
    {
        var most = Snappy.GetMaxCompressedLength(content.Length);
        if (_compressed.Length < most)
        {
            _compressed = GC.AllocateUninitializedArray<byte>(most);
        }

        var length = Snappy.Compress(content, _compressed);
        if (_kinds.Count == 0 && !_hasDictionary && length > content.Length - (content.Length / 8))
        {
            _isCompressed = false;
            return content;
        }

        return _compressed.AsSpan(0, length);
    }
}
