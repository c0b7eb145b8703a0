namespace Analytics.Streaming.LateEvents;

/// <summary>What became of late events of a time range, or would become of them.</summary>
/// <param name="To">Up to which event time they were looked at, exclusive, microseconds since the epoch, UTC: before the end of the range when there are many.</param>
/// <param name="Late">Late events that had not been decided about before.</param>
/// <param name="FoldedIn">Those that are rows now.</param>
/// <param name="StagingVersion">The version of <c>staging/events</c> that has them; null when there are none, or nothing was to be done.</param>
internal sealed record FoldInAnswer(long To, long Late, long FoldedIn, long? StagingVersion)
{
    /// <summary>Those left out, because their id is known already or came twice.</summary>
    public long Duplicates => Late - FoldedIn;
}
