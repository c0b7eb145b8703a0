using System.Globalization;

namespace Analytics.AppHost.Screen;

/// <summary>The ledger for people: both lines, the tables, the watermark.</summary>
internal static class LedgerText
{
    /// <param name="ledger">The ledger.</param>
    /// <param name="openRows">Rows of open windows by table, as far as they are known.</param>
    public static IEnumerable<string> Lines(LedgerSnapshot ledger, IReadOnlyDictionary<string, long>? openRows = null)
    {
        yield return $"consumed {Count(ledger.Consumed)} = accepted {Count(ledger.Accepted)} + duplicate {Count(ledger.Duplicate)} + late {Count(ledger.Late)} + dead-lettered {Count(ledger.DeadLettered)}";
        yield return $"accepted {Count(ledger.Accepted)}{(ledger.FoldedIn > 0 ? $" + folded in {Count(ledger.FoldedIn)}" : "")} = gold {Count(ledger.Gold)} + quarantined {Count(ledger.Quarantined)} + discarded {Count(ledger.Discarded)} + pending {Count(ledger.Pending)}{(ledger.Balanced ? "" : "   DOES NOT BALANCE")}";
        if (ledger.SparkState is { } spark)
        {
            yield return $"Spark keeps {Count(spark.Rows)} ids: {Megabytes(spark.MemoryBytes)} of memory, {Megabytes(spark.DiskBytes)} on disk";
        }

        foreach (var table in ledger.Tables)
        {
            yield return $"{table.Name}: {Count(table.Rows)} rows{(openRows?.TryGetValue(table.Name, out var open) == true ? $" + {Count(open)} of open windows" : "")}, closed to {Time(table.ClosedTo)}";
        }
    }

    public static string Short(LedgerSnapshot ledger) =>
        $"consumed {Count(ledger.Consumed)}  gold {Count(ledger.Gold)}  duplicate {Count(ledger.Duplicate)}  late {Count(ledger.Late)}  dead {Count(ledger.DeadLettered)}  quarantined {Count(ledger.Quarantined)}  pending {Count(ledger.Pending)}  watermark {Time(ledger.Watermark)}";

    private static string Megabytes(long bytes) => $"{(bytes / 1e6).ToString("#,0.0", CultureInfo.InvariantCulture)} MB";

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "–";
}
