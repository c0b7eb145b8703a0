namespace Analytics.Streaming.Operations;

/// <summary>What became of the dead letters of a replay, by the reason for which they were refused.</summary>
internal sealed class DlqReplayReport
{
    private readonly SortedDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    public long Accepted => _lines.Values.Sum(line => line.Accepted);

    public long Seen => _lines.Values.Sum(line => line.Accepted + line.Refused + line.Replayed + line.FailedAgain);

    public IReadOnlyDictionary<string, Line> Lines => _lines;

    /// <summary>Counts a letter.</summary>
    /// <returns>Whether it is to be sent.</returns>
    public bool Count(DeadLetter letter, string? refused, bool wasReplayed, bool again)
    {
        if (!_lines.TryGetValue(letter.Reason, out var line))
        {
            _lines.Add(letter.Reason, line = new Line());
        }

        if (wasReplayed)
        {
            line.Replayed++;
        }
        else if (letter.IsReplay && !again)
        {
            line.FailedAgain++;
        }
        else if (refused is not null)
        {
            line.Refused++;
        }
        else
        {
            line.Accepted++;
            return true;
        }

        return false;
    }

    /// <summary>The letters of one reason.</summary>
    internal sealed class Line
    {
        /// <summary>The contract accepts them now.</summary>
        public long Accepted { get; set; }

        /// <summary>It still refuses them.</summary>
        public long Refused { get; set; }

        /// <summary>They were replayed before.</summary>
        public long Replayed { get; set; }

        /// <summary>They are replays that were refused again, and are left alone unless asked for.</summary>
        public long FailedAgain { get; set; }
    }
}
