namespace Analytics.Contracts.Parsing;

/// <summary>The formats that are asserted; other formats are annotations.</summary>
internal enum StringFormat
{
    None,
    DateTime,
    Uuid,
}
