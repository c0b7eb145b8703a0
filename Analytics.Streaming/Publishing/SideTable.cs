namespace Analytics.Streaming.Publishing;

/// <summary>A table of records that are no events, and the topic that mirrors it.</summary>
/// <param name="Name">The table below <c>ops</c>.</param>
/// <param name="Topic">The topic.</param>
internal sealed record SideTable(string Name, string Topic);
