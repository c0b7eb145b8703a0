using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Writes answers. Schemas come back as they are stored, so nothing but what JSON demands is escaped.</summary>
internal static class AnswerJson
{
    private static readonly ApiJson Relaxed = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Write(object answer) => JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), Relaxed);
}
