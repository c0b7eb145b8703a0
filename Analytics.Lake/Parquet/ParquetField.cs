namespace Analytics.Lake.Parquet;

/// <summary>Numbers of the fields that a merge touches or <see cref="LakeFileWriter"/> writes (parquet.thrift, parquet-format 2.11).</summary>
internal static class ParquetField
{
    /// <summary>FileMetaData.</summary>
    public const short Schema = 2, RowCount = 3, RowGroups = 4, CreatedBy = 6, ColumnOrders = 7, EncryptionAlgorithm = 8;

    /// <summary>RowGroup.</summary>
    public const short Columns = 1, GroupSize = 2, GroupRowCount = 3, GroupOffset = 5, GroupCompressedSize = 6, Ordinal = 7;

    /// <summary>ColumnChunk.</summary>
    public const short FilePath = 1, ChunkOffset = 2, MetaData = 3, OffsetIndexOffset = 4, ColumnIndexLength = 7, CryptoMetadata = 8;

    /// <summary>ColumnMetaData.</summary>
    public const short Type = 1, Encodings = 2, Path = 3, Codec = 4, ChunkValueCount = 5, UncompressedSize = 6, CompressedSize = 7, DataPageOffset = 9, IndexPageOffset = 10,
        DictionaryPageOffset = 11, Statistics = 12, EncodingStatistics = 13, BloomFilterOffset = 14, BloomFilterLength = 15;

    /// <summary>Statistics.</summary>
    public const short OldMax = 1, OldMin = 2, NullCount = 3, Max = 5, Min = 6, MaxIsExact = 7, MinIsExact = 8;

    /// <summary>PageHeader.</summary>
    public const short PageType = 1, PageSize = 2, CompressedPageSize = 3, DataPageHeader = 5, DictionaryPageHeader = 7;

    /// <summary>DataPageHeader and DictionaryPageHeader.</summary>
    public const short ValueCount = 1, PageEncoding = 2, DefinitionLevelEncoding = 3, RepetitionLevelEncoding = 4;
}
