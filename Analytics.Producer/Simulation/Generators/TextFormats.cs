using System.Globalization;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Text in the formats that JSON Schema names, and plausible words for the rest.</summary>
internal static class TextFormats
{
    private const int Entities = 1000;

    private static readonly string[] Words =
    [
        "alpha", "amber", "basalt", "cedar", "delta", "ember", "falcon", "garnet", "harbor", "indigo", "juniper", "kestrel", "lagoon", "maple", "nectar", "onyx",
    ];

    /// <summary>A maker of text in a format; null for one that is not known.</summary>
    public static Func<Random, string>? For(string? format) => format switch
    {
        "uuid" => Uuid,
        "date-time" => random => Moment(random).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "date" => random => Moment(random).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "time" => random => Moment(random).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "email" => random => $"{Word(random)}.{random.Next(Entities)}@example.com",
        "hostname" => random => $"{Word(random)}.example.com",
        "uri" or "uri-reference" or "iri" => random => $"https://example.com/{Word(random)}/{random.Next(Entities)}",
        "ipv4" => random => $"192.0.2.{random.Next(1, 255)}",
        "ipv6" => random => $"2001:db8::{random.Next(1, 65536):x}",
        _ => null,
    };

    /// <summary>A random UUID, version 4.</summary>
    public static string Uuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Plausible text for a property: <c>user_id</c> gives <c>user-17</c>.</summary>
    public static Func<Random, string> Named(string property)
    {
        var suffix = property.LastIndexOf("_id", StringComparison.Ordinal);
        return suffix > 0 && suffix == property.Length - 3
            ? random => $"{property[..suffix]}-{(int)(random.NextDouble() * random.NextDouble() * Entities)}"
            : Word;
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static DateTime Moment(Random random) => DateTime.UnixEpoch.AddSeconds(random.NextInt64(1_500_000_000, 1_900_000_000));
}
