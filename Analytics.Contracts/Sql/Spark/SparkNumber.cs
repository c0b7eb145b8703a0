using System.Globalization;
using Analytics.Contracts.Parsing;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>JSON numbers in Spark SQL, from a column that holds the number as written.</summary>
internal static class SparkNumber
{
    // Casts are all try_cast: Spark computes what two branches share before it knows which one it takes.
    // More zeros than any 64-bit integer has.
    private const int MostZeros = 25;

    // More than any text has digits.
    private const string LargestExponent = "4000000000L";

    /// <summary>The 64-bit integer, <c>1.0</c> and <c>1e3</c> included; NULL when it is none. BIGINT.</summary>
    public static string Int64(string json)
    {
        string whole = $"CASE WHEN {Exponent(json)} >= 0 THEN concat({Integer(json)}, repeat('0', CAST(least({Exponent(json)}, {MostZeros}) AS INT)))"
            + $" ELSE substring({Integer(json)}, 1, CAST(greatest(length({Integer(json)}) + {Exponent(json)}, 0) AS INT)) END";
        string moved = $"concat({Integer(json)}, {Fraction(json)}, repeat('0', CAST(least({Exponent(json)} - length({Fraction(json)}), {MostZeros}) AS INT)))";
        string digits = $"CASE WHEN {Fraction(json)} = '' THEN {whole} ELSE {moved} END";
        return $"CASE WHEN {json} RLIKE {SparkText.Literal(@"\A-?[0-9]{1,18}\z")} THEN try_cast({json} AS BIGINT) WHEN {IsZero(json)} THEN 0L WHEN {IsIntegral(json)}"
            + $" THEN try_cast(concat(CASE WHEN startswith({json}, '-') THEN '-' ELSE '' END, {digits}) AS BIGINT) END";
    }

    /// <summary>Whether the number has no fraction, however large it is. BOOLEAN.</summary>
    public static string IsIntegral(string json)
    {
        string zeros = $"(length({Integer(json)}) - length(rtrim('0', {Integer(json)})))";
        return $"CASE WHEN NOT {json} RLIKE '[.eE]' OR {IsZero(json)} THEN true WHEN {Fraction(json)} = '' THEN {Exponent(json)} + {zeros} >= 0 ELSE {Exponent(json)} >= length({Fraction(json)}) END";
    }

    /// <summary>The nearest double, infinite beyond its range. DOUBLE.</summary>
    public static string Nearest(string json) => $"try_cast({json} AS DOUBLE)";

    /// <summary>The nearest double; NULL beyond its range. DOUBLE.</summary>
    public static string Double(string json) => $"CASE WHEN abs({Nearest(json)}) < CAST('Infinity' AS DOUBLE) THEN {Nearest(json)} END";

    /// <summary>Whether the number, an integer of 64 bits or NULL as the column or expression says, breaks a bound; a number equal to a bound as a double is compared as a decimal of 18 places. BOOLEAN.</summary>
    public static string Breaks(string json, string int64, NumberBounds bounds)
    {
        string integer = $"NOT ({int64}) BETWEEN {SparkText.Bigint(bounds.Smallest)} AND {SparkText.Bigint(bounds.Largest)}";
        string[] real =
        [
            .. Broken(json, bounds.Minimum, "<", "<"),
            .. Broken(json, bounds.ExclusiveMinimum, "<", "<="),
            .. Broken(json, bounds.Maximum, ">", ">"),
            .. Broken(json, bounds.ExclusiveMaximum, ">", ">="),
        ];
        return $"CASE WHEN ({int64}) IS NOT NULL THEN {integer} ELSE {string.Join(" OR ", real)} END";
    }

    private static IEnumerable<string> Broken(string json, decimal? bound, string beyond, string digits)
    {
        if (bound is not { } limit)
        {
            yield break;
        }

        string text = limit.ToString(CultureInfo.InvariantCulture);
        string nearest = $"CAST('{text}' AS DOUBLE)";
        string type = Math.Abs(limit) < 10_000_000_000_000_000_000m ? "DECIMAL(38, 18)" : "DECIMAL(38, 0)";
        yield return $"({Nearest(json)} {beyond} {nearest} OR ({Nearest(json)} = {nearest} AND try_cast({json} AS {type}) {digits} CAST('{text}' AS {type})))";
    }

    private static string IsZero(string json) => $"{json} RLIKE {SparkText.Literal(@"\A-?[0.]++(?:[eE]|\z)")}";

    private static string Integer(string json) => $"regexp_extract({json}, '[0-9]++', 0)";

    /// <summary>The digits behind the point without the zeros at the end.</summary>
    private static string Fraction(string json) => $"regexp_extract({json}, {SparkText.Literal(@"\.([0-9]*?)0*(?:[eE]|\z)")}, 1)";

    private static string Exponent(string json)
    {
        string written = $"regexp_extract({json}, '[eE](.*)', 1)";
        string clamped = $"greatest(least(coalesce(try_cast({written} AS BIGINT), CASE WHEN startswith({written}, '-') THEN -{LargestExponent} ELSE {LargestExponent} END), {LargestExponent}), -{LargestExponent})";
        return $"(CASE WHEN {written} = '' THEN 0L ELSE {clamped} END)";
    }
}
