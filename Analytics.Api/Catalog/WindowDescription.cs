using System.Globalization;
using Analytics.Contracts.Pipelines;

namespace Analytics.Api.Catalog;

/// <summary>A window table in one line: <c>Tumbling windows of 1 minute by tenant_id, event_type: events, users.</c></summary>
internal static class WindowDescription
{
    public static string Of(TableDefinition table)
    {
        var window = table.Window switch
        {
            TumblingWindow tumbling => $"Tumbling windows of {Text(tumbling.Size)}",
            SlidingWindow sliding => $"Sliding windows of {Text(sliding.Size)} every {Text(sliding.Every)}",
            SessionWindow session => $"Sessions with pauses of at most {Text(session.Gap)}",
            _ => "Windows",
        };
        var by = table.GroupBy.Count == 0 ? "" : $" by {string.Join(", ", table.GroupBy)}";
        return $"{window}{by}: {string.Join(", ", table.Measures.Select(measure => measure.Name))}.";
    }

    private static string Text(TimeSpan span)
    {
        var (number, unit) = span switch
        {
            _ when span.Ticks % TimeSpan.TicksPerDay == 0 => (span.TotalDays, "day"),
            _ when span.Ticks % TimeSpan.TicksPerHour == 0 => (span.TotalHours, "hour"),
            _ when span.Ticks % TimeSpan.TicksPerMinute == 0 => (span.TotalMinutes, "minute"),
            _ => (span.TotalSeconds, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
    }
}
