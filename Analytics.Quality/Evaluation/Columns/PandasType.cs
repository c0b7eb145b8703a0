using System.Collections.Frozen;

namespace Analytics.Quality.Evaluation.Columns;

/// <summary>The type that a column has once pandas has read it, and the names by which suites call it.</summary>
/// <param name="Name">The name that results show, such as <c>int64</c>.</param>
/// <param name="Aliases">Further names of it in Python, numpy and pandas.</param>
internal sealed record PandasType(string Name, params IReadOnlyList<string> Aliases)
{
    private static readonly PandasType Text = new("str", "string_types");
    /// <summary>Names of Python's own types, taken in any case.</summary>
    private static readonly FrozenSet<string> Native =
        new[] { "none", "bool", "int", "long", "float", "bytes", "complex", "str", "string_types", "list", "dict" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that numpy, or else pandas, has a type for.</summary>
    private static readonly FrozenSet<string> Others = (
        "object object_ O bool_ ? b1 str_ U unicode S bytes_ V void int_ intp intc int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 byte ubyte short ushort uintc ulong longlong ulonglong i1 i2 i4 i8 u1 u2 u4 u8 "
        + "b B h H i I l L q Q float16 float32 float64 half single double longdouble e f d g f2 f4 f8 complex64 complex128 F D datetime64 timedelta64 M8 m8 datetime64[ns] datetime64[us] datetime64[ms] datetime64[s] "
        + "M8[ns] M8[us] timedelta64[ns] <i2 <i4 <i8 <u2 <u4 <u8 <f4 <f8 <M8[ns] <M8[us] date datetime Decimal Timestamp Timedelta Period Interval Categorical DataFrame Series Index DatetimeTZDtype CategoricalDtype "
        + "PeriodDtype IntervalDtype StringDtype BooleanDtype Int8Dtype Int16Dtype Int32Dtype Int64Dtype Float32Dtype Float64Dtype ArrowDtype").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly PandasType Objects = new("object_", "object", "O");

    /// <summary>Whether the column holds Python objects, whose types are looked at one by one.</summary>
    public bool IsObject => Name is "object_";

    /// <summary>The type of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="hasNulls">Whether any value is missing: whole numbers become floats then, and Booleans objects.</param>
    public static PandasType Of(RelationColumn column, bool hasNulls) => column.Type switch
    {
        "BOOLEAN" => hasNulls ? Objects : new("bool", "bool_", "?", "b1"),
        _ when column.Family is ColumnFamily.Integer => hasNulls || column.Type is "HUGEINT" ? Float64 : Whole(column.Type),
        "FLOAT" => new("float32", "f4", "<f4", "f", "single"),
        "DOUBLE" => Float64,
        "VARCHAR" => Text,
        "TIMESTAMP WITH TIME ZONE" => new("Timestamp", "DatetimeTZDtype"),
        _ when column.IsTimestamp => new("datetime64", "datetime64[ns]", "datetime64[us]", "datetime64[ms]", "datetime64[s]", "M8", "M8[ns]", "<M8[ns]", "M8[us]", "<M8[us]"),
        _ => Objects,
    };

    /// <summary>The type of the values of a column of Python objects; null for other columns.</summary>
    public static PandasType? OfObjects(RelationColumn column) => column.Type switch
    {
        // A Python bool is an int as well.
        "BOOLEAN" => new("bool", "int", "long"),
        "DATE" => new("date"),
        "BLOB" => new("bytes"),
        _ when column.Type.EndsWith(']') => new("list"),
        _ when column.IsNested => new("dict"),
        _ when column.Type.StartsWith("DECIMAL", StringComparison.Ordinal) => new("Decimal"),
        "TIME" => new("time"),
        "INTERVAL" => new("Timedelta"),
        _ => Of(column, hasNulls: false).IsObject ? new(column.Type) : null,
    };

    /// <summary>Whether a name is that of a type at all; where objects are judged, another one is an error.</summary>
    public static bool Knows(string name) => Native.Contains(name) || Others.Contains(name);

    /// <summary>Whether a suite's name means this type of objects.</summary>
    public bool MatchesObject(string name) => Matches(Native.Contains(name) ? name.ToLowerInvariant() : name);

    /// <summary>Whether a suite's name means this type.</summary>
    public bool Matches(string name) => name == Name || Aliases.Contains(name);

    private static PandasType Float64 => new("float64", "float", "f8", "<f8", "d", "double");

    private static PandasType Whole(string type) => type switch
    {
        "TINYINT" => new("int8", "i1", "b", "byte"),
        "SMALLINT" => new("int16", "i2", "<i2", "h", "short"),
        "INTEGER" => new("int32", "i4", "<i4", "i", "intc"),
        "UTINYINT" => new("uint8", "u1", "B", "ubyte"),
        "USMALLINT" => new("uint16", "u2", "<u2", "H", "ushort"),
        "UINTEGER" => new("uint32", "u4", "<u4", "I", "uintc"),
        "UBIGINT" => new("uint64", "u8", "<u8", "Q", "L", "uint", "ulong"),
        _ => new("int64", "int", "int_", "intp", "long", "longlong", "i8", "<i8", "q", "l"),
    };
}
