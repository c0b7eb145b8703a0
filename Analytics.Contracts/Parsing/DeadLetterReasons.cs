namespace Analytics.Contracts.Parsing;

/// <summary>The names of <see cref="DeadLetterReason"/> in headers, tables and APIs.</summary>
public static class DeadLetterReasons
{
    /// <summary>The reason's name on the wire, such as <c>schema_violation</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <exception cref="ArgumentOutOfRangeException">The reason is <see cref="DeadLetterReason.None"/> or unknown.</exception>
    public static string WireName(this DeadLetterReason reason) => reason switch
    {
        DeadLetterReason.BadMagic => "bad_magic",
        DeadLetterReason.UnknownSchema => "unknown_schema",
        DeadLetterReason.IncompatibleSchema => "incompatible_schema",
        DeadLetterReason.MalformedJson => "malformed_json",
        DeadLetterReason.SchemaViolation => "schema_violation",
        DeadLetterReason.FutureEventTime => "future_event_time",
        DeadLetterReason.Oversized => "oversized",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A valid record has no dead letter reason."),
    };

    /// <summary>The reason of that name on the wire.</summary>
    /// <param name="wireName">Such as <c>schema_violation</c>.</param>
    /// <param name="reason">The reason; <see cref="DeadLetterReason.None"/> when the name is unknown.</param>
    /// <returns>Whether the name is known.</returns>
    public static bool TryParse(string? wireName, out DeadLetterReason reason)
    {
        foreach (DeadLetterReason candidate in Enum.GetValues<DeadLetterReason>())
        {
            if (candidate != DeadLetterReason.None && candidate.WireName() == wireName)
            {
                reason = candidate;
                return true;
            }
        }

        reason = DeadLetterReason.None;
        return false;
    }
}
