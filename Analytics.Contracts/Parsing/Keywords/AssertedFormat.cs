using System.Text;
using System.Text.Json;
using Json.Schema;

namespace Analytics.Contracts.Parsing.Keywords;

/// <summary>A <c>format</c> as the compiled rules read it: <c>date-time</c> and <c>uuid</c> are asserted of strings, any other is an annotation.</summary>
internal sealed class AssertedFormat(string key, AssertedFormat.Check? check) : Format(key)
{
    public delegate bool Check(ReadOnlySpan<byte> text);

    public static FormatRegistry Registry()
    {
        var registry = new FormatRegistry();
        foreach (Format annotation in new[]
        {
            Formats.Date, Formats.Time, Formats.Duration, Formats.Email, Formats.IdnEmail, Formats.Hostname, Formats.IdnHostname, Formats.Ipv4, Formats.Ipv6,
            Formats.Uri, Formats.UriReference, Formats.UriTemplate, Formats.Iri, Formats.IriReference, Formats.JsonPointer, Formats.RelativeJsonPointer, Formats.Regex,
        })
        {
            registry.Register(new AssertedFormat(annotation.Key, null));
        }

        registry.Register(new AssertedFormat("date-time", text => Rfc3339.TryParse(text, out _)));
        registry.Register(new AssertedFormat("uuid", UuidText.IsValid));
        return registry;
    }

    public override bool Validate(JsonElement element, out string? errorMessage)
    {
        bool isValid = check is null || element.ValueKind != JsonValueKind.String || check(Encoding.UTF8.GetBytes(element.GetString()!));
        errorMessage = isValid ? null : $"the text is no {Key}";
        return isValid;
    }
}
