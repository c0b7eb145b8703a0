namespace Analytics.Contracts.Parsing;

/// <summary>The types a JSON Schema admits.</summary>
[Flags]
internal enum JsonTypes : byte
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8 | Integer,
    String = 16,
    Object = 32,
    Array = 64,
    Any = Null | Boolean | Number | String | Object | Array,
}
