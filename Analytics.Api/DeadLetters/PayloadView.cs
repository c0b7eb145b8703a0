using System.Text.Unicode;

namespace Analytics.Api.DeadLetters;

/// <summary>Bytes of a record as JSON can show them.</summary>
/// <param name="Encoding"><c>text</c> for valid UTF-8, otherwise <c>base64</c>; <c>omitted</c> when they are too long for a list.</param>
/// <param name="Data">The text or the base64; null when omitted.</param>
/// <param name="Bytes">Their number.</param>
/// <param name="SchemaId">
/// The id of the schema when they begin with Confluent's frame: <c>00</c>, then the id as four bytes, big-endian. The text is what follows the frame.
/// </param>
internal sealed record PayloadView(string Encoding, string? Data, long Bytes, int? SchemaId)
{
    /// <summary>Longer ones are left out of lists.</summary>
    public const int MaxListed = 64 * 1024;

    private const int FrameLength = 5;

    /// <summary>Shows bytes; null for none.</summary>
    /// <param name="content">All of them; null when they are omitted or there are none.</param>
    /// <param name="length">Their number; null when there are none.</param>
    public static PayloadView? Of(byte[]? content, long? length)
    {
        if (length is not { } bytes)
        {
            return null;
        }

        if (content is null)
        {
            return new PayloadView("omitted", null, bytes, null);
        }

        var framed = content.Length > FrameLength && content[0] == 0 ? System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(1)) : (int?)null;
        var text = content.AsSpan(framed is null ? 0 : FrameLength);

        // Not only a frame by chance: what follows must be text.
        return Utf8.IsValid(text)
            ? new PayloadView("text", System.Text.Encoding.UTF8.GetString(text), bytes, framed)
            : new PayloadView("base64", Convert.ToBase64String(content), bytes, null);
    }
}
