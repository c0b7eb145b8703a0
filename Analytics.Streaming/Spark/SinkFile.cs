namespace Analytics.Streaming.Spark;

/// <summary>A file that a batch has written.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Size">Bytes.</param>
internal sealed record SinkFile(string Path, long Size);
