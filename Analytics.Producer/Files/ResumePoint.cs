using Analytics.Contracts.Inputs;

namespace Analytics.Producer.Files;

/// <summary>
/// What is noted before a file's first row is sent: where each partition ended. Row i goes to partition i % N, in order, by an idempotent producer,
/// so after a crash the end offsets alone say how many rows of each partition have arrived, once the broker has taken in what was under way.
/// That holds while nobody else writes to the topic.
/// </summary>
internal sealed record ResumePoint
{
    /// <summary>The file, absolute.</summary>
    public required string File { get; init; }

    /// <summary>Its size: another one means another file.</summary>
    public required long Length { get; init; }

    public required string Topic { get; init; }

    /// <summary>End offset of each partition before the first row, by partition.</summary>
    public required IReadOnlyList<long> BaseOffsets { get; init; }

    /// <summary>Whether the whole file has been sent and acknowledged.</summary>
    public bool Complete { get; init; }

    /// <summary>Rows that have arrived, by partition; null when the topic is shorter than it was, so it must have been made anew.</summary>
    /// <exception cref="InputFileException">The topic has gained partitions before the file was sent: its rows would go elsewhere now.</exception>
    public long[]? Arrived(IReadOnlyList<long> endOffsets)
    {
        var arrived = endOffsets.Zip(BaseOffsets, (end, start) => end - start).ToArray();
        if (endOffsets.Count < BaseOffsets.Count || arrived.Any(rows => rows < 0))
        {
            return null;
        }

        return Complete || endOffsets.Count == BaseOffsets.Count
            ? arrived
            : throw new InputFileException(
                File, $"an earlier run sent part of it to the {BaseOffsets.Count} partitions of topic {Topic}, which has {endOffsets.Count} now; send it to a new topic");
    }
}
