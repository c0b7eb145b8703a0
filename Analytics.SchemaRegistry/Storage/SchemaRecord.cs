using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>A version of a subject. Without an entry it is gone for good.</summary>
internal sealed record SchemaRecord(string Subject, int Version, VersionEntry? Entry) : RegistryRecord
{
    public SchemaRecord(VersionEntry entry)
        : this(entry.Subject, entry.Version, entry)
    {
    }
}
