using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Would a subject take a schema?</summary>
internal sealed class CompatibilityRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("POST", "/compatibility/subjects/{}/versions", call => Test(call, Everything))
        .Map("POST", "/compatibility/subjects/{}/versions/{}", call => Test(call, OneVersion));

    private CompatibilityView Test(RegistryCall call, Func<RegistryState, RegistryCall, IEnumerable<VersionEntry>> select)
    {
        var request = call.ReadSchema();
        var verbose = call.Flag("verbose");
        var (versions, config) = registry.Read(state => (select(state, call).ToList(), Scope.ConfigInScope(state, call.Subject)));
        try
        {
            var (candidate, earlier) = registry.Read(state =>
            {
                var content = SchemaReader.Read(state, call.Subject, request, call.Flag("normalize") || config.Normalize == true, isNew: request.Id < 0)
                    ?? throw Problems.InvalidSchema("Empty schema");
                return ((SchemaReader.Resolve(state, call.Subject, content), content.Metadata), versions.ConvertAll(entry => EarlierVersion.Of(state, entry)));
            });
            var messages = CompatibilityCheck.Run(candidate.Item1, candidate.Metadata, earlier, config);
            return new CompatibilityView(messages.Count == 0, verbose ? messages : null);
        }
        catch (RegistryProblem problem) when (verbose && problem.Code == Problems.InvalidSchemaCode)
        {
            return new CompatibilityView(IsCompatible: false, [problem.Message]);
        }
    }

    private static IEnumerable<VersionEntry> Everything(RegistryState state, RegistryCall call) => state.Find(call.Subject)?.Live ?? [];

    /// <summary>One version is compared with alone, at transitive levels too. An unknown subject takes everything.</summary>
    private static IEnumerable<VersionEntry> OneVersion(RegistryState state, RegistryCall call)
    {
        var number = VersionNumber.Parse(call.Segments[1]);
        return number.IsLatest
            ? state.Find(call.Subject)?.Latest is { } latest ? [latest] : []
            : [state.Find(call.Subject, number.Value, deleted: false) ?? throw Problems.VersionNotFound(number.Value)];
    }
}
