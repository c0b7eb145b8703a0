using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Storage;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Settings, global, per context and per subject.</summary>
internal sealed class ConfigRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("GET", "/config", call => Get(call, subject: null))
        .Map("PUT", "/config", call => SetAsync(call, subject: null))
        .Map("DELETE", "/config", call => RemoveAsync(call, subject: null))
        .Map("GET", "/config/{}", call => Get(call, Name(call)))
        .Map("PUT", "/config/{}", call => SetAsync(call, Name(call)))
        .Map("DELETE", "/config/{}", call => RemoveAsync(call, Name(call)));

    /// <summary>The subject of a path; null when it is the default context, which is everything.</summary>
    public static string? Name(RegistryCall call) => call.Subject is { Length: > 0 } subject ? subject : null;

    private RegistryConfig Get(RegistryCall call, string? subject) => registry.Read(state =>
        (call.Flag("defaultToGlobal") ? Scope.ConfigInScope(state, subject) : Scope.Config(state, subject))
        ?? throw Problems.SubjectLevelNotConfigured(subject!));

    private async Task<object> SetAsync(RegistryCall call, string? subject)
    {
        var change = RequestReader.Config(call.ReadBody());
        if (subject is not null && !QualifiedSubject.Parse(subject).IsValid(forSettings: true))
        {
            throw Problems.InvalidSubject(call.Segments[0]);
        }

        var config = await registry.ChangeAsync<RegistryConfig>(
            (state, _) =>
            {
                Deletion.RefuseReadOnly(state, subject);
                var changed = change(state.Configs.GetValueOrDefault(subject ?? ""));
                return ([new ConfigRecord(subject, changed)], changed);
            },
            call.Aborted).ConfigureAwait(false);
        return ConfigUpdateView.Of(config);
    }

    private async Task<object> RemoveAsync(RegistryCall call, string? subject) => await registry.ChangeAsync<RegistryConfig>(
        (state, _) =>
        {
            var before = Scope.Config(state, subject) ?? throw Problems.SubjectNotFound(subject!);
            Deletion.RefuseReadOnly(state, subject);
            return ([new ConfigRecord(subject, Config: null)], before);
        },
        call.Aborted).ConfigureAwait(false);
}
