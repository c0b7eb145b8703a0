namespace Analytics.Api.Catalog;

/// <summary>Times of the commits as JSON shows them: ISO 8601, UTC.</summary>
internal static class Instant
{
    public static DateTime? FromMicroseconds(long? value) =>
        value is { } microseconds ? DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;

    public static DateTime? FromMilliseconds(long? value) => FromMicroseconds(value * 1000);
}
