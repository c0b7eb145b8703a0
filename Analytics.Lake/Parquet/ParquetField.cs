namespace Analytics.Lake.Parquet;

/// <summary>Numbers of the footer's fields that a merge touches (parquet.thrift, parquet-format 2.11).</summary>
internal static class ParquetField
{
    /// <summary>FileMetaData.</summary>
    public const short Schema = 2, RowCount = 3, RowGroups = 4, CreatedBy = 6, ColumnOrders = 7, EncryptionAlgorithm = 8;

    /// <summary>RowGroup.</summary>
    public const short Columns = 1, GroupOffset = 5, Ordinal = 7;

    /// <summary>ColumnChunk.</summary>
    public const short FilePath = 1, ChunkOffset = 2, MetaData = 3, OffsetIndexOffset = 4, ColumnIndexLength = 7, CryptoMetadata = 8;

    /// <summary>ColumnMetaData.</summary>
    public const short CompressedSize = 7, DataPageOffset = 9, IndexPageOffset = 10, DictionaryPageOffset = 11, BloomFilterOffset = 14, BloomFilterLength = 15;
}
