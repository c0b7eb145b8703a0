namespace Analytics.Contracts.Sql.Spark;

/// <summary>Date-times of RFC 3339 in Spark SQL, with the outcomes of <see cref="Parsing.Rfc3339"/>.</summary>
internal static class SparkDateTime
{
    private const string Pattern =
        @"\A(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}[tT](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[zZ]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])\z";

    /// <summary>The moment; NULL when the text is no date-time, or not one of the years 1 to 9999 in UTC. TIMESTAMP.</summary>
    /// <param name="text">A STRING column.</param>
    public static string Timestamp(string text)
    {
        string sign = $"CASE WHEN substring({text}, -6, 1) = '-' THEN -1L ELSE 1L END";
        string offset = $"CASE WHEN right({text}, 1) IN ('z', 'Z') THEN 0L ELSE ({sign}) * ({Number(text, -5)} * 60 + {Number(text, -2)}) END";
        string minutes = $"(unix_date(try_cast(substring({text}, 1, 10) AS DATE)) * 1440L + {Number(text, 12)} * 60 + {Number(text, 15)} - ({offset}))";
        string isLeap = $"substring({text}, 18, 2) = '60'";
        string fraction = $"CASE WHEN {isLeap} OR substring({text}, 20, 1) <> '.' THEN 0L ELSE "
            + $"try_cast(rpad(substring(regexp_extract({text}, {SparkText.Literal(@"\.([0-9]+)")}, 1), 1, 6), 6, '0') AS BIGINT) END";
        string micros = $"(({minutes} * 60 + {Number(text, 18)}) * 1000000 + {fraction})";
        string isInRange = $"{micros} BETWEEN -62135596800000000L AND 253402300799999999L";
        return $"CASE WHEN {text} RLIKE {SparkText.Literal(Pattern)} AND (NOT {isLeap} OR pmod({minutes}, 1440) = 1439) AND {isInRange} THEN timestamp_micros({micros}) END";
    }

    // try_cast: Spark computes what two branches share before it knows that the text has digits there.
    private static string Number(string text, int position) => $"try_cast(substring({text}, {position}, 2) AS BIGINT)";
}
