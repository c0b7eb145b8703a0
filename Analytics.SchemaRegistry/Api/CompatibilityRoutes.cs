using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Would a subject take a schema?</summary>
internal sealed class CompatibilityRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("POST", "/compatibility/subjects/{}/versions", call => Test(call, Everything))
        .Map("POST", "/compatibility/subjects/{}/versions/{}", call => Test(call, OneVersion));

    private CompatibilityView Test(RegistryCall call, Func<RegistryState, RegistryCall, IReadOnlyList<SchemaDocument>> earlier)
    {
        var verbose = call.Flag("verbose");
        try
        {
            var (document, _) = call.ReadSchema();
            var (versions, config) = registry.Read(state => (earlier(state, call), SubjectRegistry.ConfigOf(state, call.Segments[0])));
            var blocking = CompatibilityCheck.Run(document, versions, config);
            return new CompatibilityView(blocking.Count == 0, verbose ? blocking : null);
        }
        catch (RegistryProblem problem) when (verbose && problem.Code == 42201)
        {
            return new CompatibilityView(IsCompatible: false, [problem.Message]);
        }
    }

    private static IReadOnlyList<SchemaDocument> Everything(RegistryState state, RegistryCall call) =>
        state.Subjects.GetValueOrDefault(call.Segments[0])?.Live.Select(entry => entry.Schema.Document).ToList() ?? [];

    /// <summary>One version is compared with alone, at transitive levels too. An unknown subject takes everything.</summary>
    private static IReadOnlyList<SchemaDocument> OneVersion(RegistryState state, RegistryCall call)
    {
        var number = VersionNumber.Parse(call.Segments[1]);
        var subject = state.Subjects.GetValueOrDefault(call.Segments[0]);
        if (number.IsLatest)
        {
            return subject?.Live.LastOrDefault() is { } latest ? [latest.Schema.Document] : [];
        }

        return [(subject?.Find(number.Value, deleted: false) ?? throw Problems.VersionNotFound(number.Value)).Schema.Document];
    }
}
