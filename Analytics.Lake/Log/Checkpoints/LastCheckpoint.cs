using System.Buffers;
using System.Text.Json;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>The file <c>_last_checkpoint</c>: <c>{"version":50,"size":57,"sizeInBytes":16384,"numOfAddFiles":51}</c>.</summary>
internal static class LastCheckpoint
{
    public static byte[] Write(long version, long actions, long bytes, int files)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", version);
            json.WriteNumber("size", actions);
            json.WriteNumber("sizeInBytes", bytes);
            json.WriteNumber("numOfAddFiles", files);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <returns>Null when the content is no pointer to a checkpoint in one part.</returns>
    public static long? ParseVersion(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.TryGetProperty("parts", out _) ? null : document.RootElement.GetProperty("version").GetInt64();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
