using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Analytics.SchemaRegistry.Schemas;

/// <summary>All that makes a schema this one and no other. Two with the same <see cref="Guid"/> share an id within a context.</summary>
internal sealed class SchemaContent(string text, IReadOnlyList<SchemaReference> references, SchemaMetadata? metadata, string type = SchemaContent.JsonType)
{
    public const string JsonType = "JSON";

    /// <summary>What a request without a type means. Such schemas are stored by other registries only.</summary>
    public const string AvroType = "AVRO";

    private string? _guid;

    /// <summary>The compact text.</summary>
    public string Text { get; } = text;

    /// <summary>The schemas it refers to.</summary>
    public IReadOnlyList<SchemaReference> References { get; } = references;

    public SchemaMetadata? Metadata { get; } = metadata;

    public string Type { get; } = type;

    /// <summary>The MD5 of everything above, written as a UUID; the same as in Confluent's registry.</summary>
    public string Guid => _guid ??= new Guid(Digest(), bigEndian: true).ToString();

    /// <summary>Whether a text that claims no version (or another way of naming the latest reference) means this earlier version.</summary>
    /// <param name="earlier">The earlier version's content.</param>
    /// <param name="version">The earlier version's number.</param>
    /// <param name="latest">The number that a reference to the latest version of a subject has now; null when there is none.</param>
    public bool CanLookUp(SchemaContent earlier, int version, Func<SchemaReference, int?> latest) =>
        MeansText(earlier, version)
        && ((References.Count == 0 && earlier.References.Count > 0) || Resolve(References, latest).SequenceEqual(Resolve(earlier.References, latest)));

    public byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Span<byte> number = stackalloc byte[sizeof(int)];
        Add(Text);
        foreach (var reference in References)
        {
            Add(reference.Name);
            Add(reference.Subject);
            if (reference.Version is { } version)
            {
                BinaryPrimitives.WriteInt32BigEndian(number, version);
                hash.AppendData(number);
            }
        }

        if (Metadata is not null)
        {
            hash.AppendData([1]);
            foreach (var part in Metadata.Parts)
            {
                Add(part);
            }
        }

        return hash.GetHashAndReset();

        void Add(string? part)
        {
            if (part is not null)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(part));
            }
        }
    }

    private static IEnumerable<SchemaReference> Resolve(IReadOnlyList<SchemaReference> references, Func<SchemaReference, int?> latest) =>
        references.Select(reference => reference.Version == -1 ? reference with { Version = latest(reference) } : reference);

    private bool MeansText(SchemaContent earlier, int version)
    {
        if (Text != earlier.Text)
        {
            return false;
        }

        var (own, other) = (Claim(Metadata), Claim(earlier.Metadata));
        return (own, other) switch
        {
            (null, not null) => SchemaMetadata.Same(Metadata ?? SchemaMetadata.Empty, earlier.Metadata!.WithoutVersion()),
            (not null, null) => own == version && SchemaMetadata.Same(Metadata!.WithoutVersion(), earlier.Metadata ?? SchemaMetadata.Empty),
            _ => SchemaMetadata.Same(Metadata, earlier.Metadata),
        };
    }

    private static int? Claim(SchemaMetadata? metadata) => int.TryParse(metadata?.ClaimedVersion, out var version) ? version : null;
}
