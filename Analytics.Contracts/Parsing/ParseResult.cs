namespace Analytics.Contracts.Parsing;

/// <summary>The outcome of parsing one record.</summary>
public readonly ref struct ParseResult
{
    /// <summary>Whether the record is valid and its row is in the batch.</summary>
    public bool IsValid => Reason == DeadLetterReason.None;

    /// <summary>Why it is a dead letter; <see cref="DeadLetterReason.None"/> when it is valid.</summary>
    public DeadLetterReason Reason { get; init; }

    /// <summary>What exactly is wrong, naming property and keyword; null when valid.</summary>
    public string? Detail { get; init; }

    /// <summary>Event time of a valid record in microseconds since the Unix epoch, UTC; 0 when the parser was made without a time column.</summary>
    public long EventTime { get; init; }

    /// <summary>
    /// Bytes that identify a valid record: the UTF-8 text of the id column, or the 8 bytes of an integer id. Empty when the parser was made without one.
    /// They lie in the batch: valid until it changes.
    /// </summary>
    public ReadOnlySpan<byte> Id { get; init; }
}
