using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Finds the schemas that a schema refers to, and those that these refer to.</summary>
internal static class ReferenceResolver
{
    /// <summary>Finds all texts.</summary>
    /// <param name="state">The state.</param>
    /// <param name="subject">The subject of the schema: bare references are in its context.</param>
    /// <param name="references">What it refers to.</param>
    /// <param name="deleted">Whether soft-deleted versions can be referred to.</param>
    /// <returns>The texts by name.</returns>
    /// <exception cref="RegistryProblem">42201 for a reference that leads nowhere.</exception>
    public static Dictionary<string, string> Resolve(RegistryState state, string subject, IReadOnlyList<SchemaReference> references, bool deleted)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        Visit(subject, references);
        return texts;

        void Visit(string parent, IReadOnlyList<SchemaReference> level)
        {
            foreach (var reference in level)
            {
                var entry = Find(state, parent, reference, deleted);
                if (visited.Add(reference.Name!))
                {
                    Visit(entry.Subject, entry.Content.References);
                    texts[reference.Name!] = entry.Content.Text;
                }
            }
        }
    }

    /// <summary>References with numbers in the place of "the latest".</summary>
    public static IReadOnlyList<SchemaReference> Pin(RegistryState state, string subject, IReadOnlyList<SchemaReference> references, bool deleted) =>
        references.All(reference => reference.Version > 0)
            ? references
            : [.. references.Select(reference => reference with { Version = Find(state, subject, reference, deleted).Version })];

    /// <summary>The number of the version that a reference means; null when there is none.</summary>
    public static int? Latest(RegistryState state, SchemaReference reference) => state.Find(reference.Subject ?? "")?.Latest?.Version;

    private static VersionEntry Find(RegistryState state, string parent, SchemaReference reference, bool deleted)
    {
        if (reference is not { Name: not null, Subject: not null, Version: { } version })
        {
            throw Problems.UnreadableSchema($"Invalid reference: {reference}");
        }

        var subject = QualifiedSubject.Qualify(parent, reference.Subject);
        var entry = version == -1 ? state.Find(subject)?.Latest : state.Find(subject, version, deleted);
        return entry ?? throw Problems.UnreadableSchema($"No schema reference found for subject \"{subject}\" and version {version}");
    }
}
