namespace Analytics.Streaming.Operations;

/// <summary>The answer to a rebuild.</summary>
/// <param name="StagingVersion">The version of <c>staging/&lt;table&gt;</c> that has the windows; null when none of the range is closed yet.</param>
internal sealed record RebuildAnswer(long? StagingVersion);
