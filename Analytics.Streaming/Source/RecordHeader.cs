namespace Analytics.Streaming.Source;

/// <summary>A header of a record.</summary>
internal readonly record struct RecordHeader(string Name, byte[]? Value);
