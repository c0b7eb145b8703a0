using System.Globalization;

namespace Analytics.Contracts.Pipelines;

/// <summary>Durations as people write them: <c>250 ms</c>, <c>30 seconds</c>, <c>1 minute</c>, <c>12 hours</c>, <c>7 days</c>.</summary>
public static class Duration
{
    private const long LongestDays = 3650;

    /// <summary>Parses a duration.</summary>
    /// <param name="text">A positive whole number and a unit.</param>
    /// <param name="duration">The duration, at most ten years.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        string trimmed = (text ?? "").Trim();
        int digits = trimmed.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !long.TryParse(trimmed.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count == 0)
        {
            return false;
        }

        long ticks = trimmed[digits..].TrimStart() switch
        {
            "ms" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        if (ticks == 0 || count > LongestDays * TimeSpan.TicksPerDay / ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks(count * ticks);
        return true;
    }
}
