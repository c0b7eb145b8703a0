namespace Analytics.Lake.Parquet;

/// <summary>Bounds of a column chunk, as the footer has them: plain bytes.</summary>
/// <param name="Min">The least value; null when there is none.</param>
/// <param name="Max">The greatest value; null when there is none.</param>
/// <param name="IsSigned">Whether the fields of old readers, which compare bytes as signed numbers, may have them too.</param>
internal readonly record struct ChunkStatistics(byte[]? Min, byte[]? Max, bool IsSigned)
{
    public ThriftStruct ToThrift(long nulls)
    {
        var result = new ThriftStruct();
        if (IsSigned && Min is not null && Max is not null)
        {
            result.AddBinary(ParquetField.OldMax, Max);
            result.AddBinary(ParquetField.OldMin, Min);
        }

        result.AddInt64(ParquetField.NullCount, nulls);
        if (Max is not null)
        {
            result.AddBinary(ParquetField.Max, Max);
        }

        if (Min is not null)
        {
            result.AddBinary(ParquetField.Min, Min);
        }

        if (Max is not null)
        {
            result.AddTrue(ParquetField.MaxIsExact);
        }

        if (Min is not null)
        {
            result.AddTrue(ParquetField.MinIsExact);
        }

        return result;
    }
}
