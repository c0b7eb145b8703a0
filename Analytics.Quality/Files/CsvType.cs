using Analytics.Lake.Sql;

namespace Analytics.Quality.Files;

/// <summary>The type of a CSV column, from the kinds of all its values.</summary>
internal static class CsvType
{
    private const int Flag = 1, Negative = 2, Whole = 4, Unsigned = 8, Digits = 16, Real = 32, Text = 64, Date = 128, Time = 256, ZonedTime = 512;

    private const string Day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private const string Moment = Day + @"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?";
    private const string Zone = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)";

    /// <summary>
    /// The aggregate that collects the kinds of a column's values as bits; 0 where all are missing. A whole number is written as DuckDB would write it: one
    /// with zeros before it, or of more than 64 bits, is a code of digits, which no number can hold.
    /// </summary>
    public static string Kinds(string name, bool isTime)
    {
        var x = LakeSql.Identifier(name);
        var time = $"""
            CASE WHEN try_cast({x} AS TIMESTAMPTZ) IS NULL THEN {Text}
            WHEN regexp_full_match({x}, '{Day}') THEN {Date}
            WHEN regexp_full_match({x}, '{Moment}') THEN {Time}
            WHEN regexp_full_match({x}, '{Moment}{Zone}') THEN {ZonedTime}
            ELSE {Text} END
            """;
        return $"""
            bit_or(CASE
            WHEN {x} IS NULL THEN 0
            WHEN {x} IN ('True', 'TRUE', 'true', 'False', 'FALSE', 'false') THEN {Flag}
            WHEN try_cast({x} AS BIGINT)::VARCHAR = trim({x}) THEN CASE WHEN starts_with(trim({x}), '-') THEN {Negative} ELSE {Whole} END
            WHEN try_cast({x} AS UBIGINT)::VARCHAR = trim({x}) THEN {Unsigned}
            WHEN try_cast({x} AS DOUBLE) IS NULL THEN {(isTime ? time : $"{Text}")}
            WHEN regexp_full_match({x}, '\s*[+-]?[0-9]+\s*') THEN {Digits}
            WHEN isfinite(try_cast({x} AS DOUBLE)) AND regexp_full_match({x}, '\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*') THEN {Real}
            WHEN isinf(try_cast({x} AS DOUBLE)) AND regexp_full_match({x}, '\s*[+-]?inf(inity)?\s*', 'i') THEN {Real}
            ELSE {Text} END)::INTEGER
            """;
    }

    /// <summary>DuckDB's type for these kinds; null stands for a column without rows.</summary>
    public static string Of(int? kinds) => kinds switch
    {
        null => "VARCHAR",
        0 => "DOUBLE",
        Flag => "BOOLEAN",
        Date => "DATE",
        Time or (Date | Time) => "TIMESTAMP",
        ZonedTime => "TIMESTAMPTZ",
        { } some when Only(some, Negative | Whole) => "BIGINT",
        { } some when Only(some, Whole | Unsigned) => "UBIGINT",
        { } some when (some & Real) != 0 && Only(some, Negative | Whole | Unsigned | Digits | Real) => "DOUBLE",
        _ => "VARCHAR",
    };

    private static bool Only(int kinds, int allowed) => (kinds & ~allowed) == 0;
}
