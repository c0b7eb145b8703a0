namespace Analytics.Lake.Parquet;

/// <summary>How values lie in a page (parquet.thrift, Encoding).</summary>
internal enum PageEncoding
{
    /// <summary>One after the other.</summary>
    Plain = 0,

    /// <summary>Runs and packed bits: levels.</summary>
    Rle = 3,

    /// <summary>Differences of integers.</summary>
    DeltaBinaryPacked = 5,

    /// <summary>Positions in the dictionary page.</summary>
    RleDictionary = 8,
}
