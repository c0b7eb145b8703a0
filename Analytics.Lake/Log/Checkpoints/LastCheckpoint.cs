using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Analytics.Lake.Log.Checkpoints;

/// <summary>The file <c>_last_checkpoint</c>: <c>{"version":50,"size":57,"sizeInBytes":16384,"numOfAddFiles":51,"tags":{"xxh3":"0f3a…"}}</c>.</summary>
internal static class LastCheckpoint
{
    private const string Checksum = "xxh3";

    public static byte[] Write(long version, long actions, long bytes, int files, ulong checksum)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", version);
            json.WriteNumber("size", actions);
            json.WriteNumber("sizeInBytes", bytes);
            json.WriteNumber("numOfAddFiles", files);
            json.WriteStartObject("tags");
            json.WriteString(Checksum, checksum.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <returns>Version and XXH3 of the checkpoint's bytes (null where there is none); null when the content is no pointer to a checkpoint in one part.</returns>
    public static (long Version, ulong? Checksum)? Parse(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return root.TryGetProperty("parts", out _) ? null : (root.GetProperty("version").GetInt64(), ParseChecksum(root));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static ulong? ParseChecksum(JsonElement root) =>
        root.TryGetProperty("tags", out var tags)
        && tags.ValueKind == JsonValueKind.Object
        && tags.TryGetProperty(Checksum, out var text)
        && ulong.TryParse(text.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            ? checksum
            : null;
}
