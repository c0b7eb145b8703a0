namespace Analytics.Lake.Parquet;

/// <summary>Kinds of pages (parquet.thrift, PageType).</summary>
internal enum PageKind
{
    /// <summary>Levels and values.</summary>
    Data = 0,

    /// <summary>The values that data pages name by their positions.</summary>
    Dictionary = 2,
}
