using System.Text.Json;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>A line of the file: the records of one change, whole or not at all.</summary>
/// <param name="Ts">When it was written, in milliseconds since 1970.</param>
/// <param name="Records">The records in their order.</param>
internal sealed record LogLine(long Ts, IReadOnlyList<LogLine.Entry> Records)
{
    /// <summary>A record; without a value it removes what the key stands for.</summary>
    internal sealed record Entry(JsonElement Key, JsonElement? Value);
}
