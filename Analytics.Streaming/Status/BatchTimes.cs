namespace Analytics.Streaming.Status;

/// <summary>Where the time of a batch went. Fetch and parse of the next batch overlap with decide and write of this one.</summary>
internal readonly record struct BatchTimes(TimeSpan Fetch, TimeSpan Parse, TimeSpan Decide, TimeSpan Write)
{
    /// <summary>Adds two times, step by step.</summary>
    public static BatchTimes operator +(BatchTimes left, BatchTimes right) =>
        new(left.Fetch + right.Fetch, left.Parse + right.Parse, left.Decide + right.Decide, left.Write + right.Write);
}
