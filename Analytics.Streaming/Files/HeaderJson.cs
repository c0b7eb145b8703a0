using System.Buffers;
using System.Text.Json;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Files;

/// <summary>Headers as JSON text, in order, repeats included: <c>[["traceparent","MDAt…"],["empty",null]]</c>.</summary>
internal static class HeaderJson
{
    public static byte[]? Write(List<RecordHeader> headers)
    {
        if (headers.Count == 0)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var header in headers)
            {
                json.WriteStartArray();
                json.WriteStringValue(header.Name);
                if (header.Value is null)
                {
                    json.WriteNullValue();
                }
                else
                {
                    json.WriteBase64StringValue(header.Value);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static List<RecordHeader> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.EnumerateArray().Select(pair => new RecordHeader(
                pair[0].GetString()!,
                pair[1].ValueKind == JsonValueKind.Null ? null : pair[1].GetBytesFromBase64())),
        ];
    }
}
