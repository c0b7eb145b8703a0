using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Modes, global, per context and per subject.</summary>
internal sealed class ModeRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("GET", "/mode", call => Get(call, subject: null))
        .Map("PUT", "/mode", call => SetAsync(call, subject: null))
        .Map("DELETE", "/mode", call => RemoveAsync(call, subject: null))
        .Map("GET", "/mode/{}", call => Get(call, ConfigRoutes.Name(call)))
        .Map("PUT", "/mode/{}", call => SetAsync(call, ConfigRoutes.Name(call)))
        .Map("DELETE", "/mode/{}", call => RemoveAsync(call, ConfigRoutes.Name(call)));

    private ModeView Get(RegistryCall call, string? subject) => new ModeView(registry.Read(state =>
        (call.Flag("defaultToGlobal") ? Scope.ModeInScope(state, subject) : Scope.Mode(state, subject))
        ?? throw Problems.SubjectModeNotConfigured(subject!)));

    private async Task<object> SetAsync(RegistryCall call, string? subject)
    {
        var body = call.ReadBody();
        var text = body.Text("mode");
        if (subject is not null && !QualifiedSubject.Parse(subject).IsValid(forSettings: true))
        {
            throw Problems.InvalidSubject(call.Segments[0]);
        }

        // Confluent's server fails over a body that has no mode at all.
        var mode = text is null ? (body.Has("mode") ? null : throw Problems.Internal()) : RegistryModes.Parse(text) ?? throw Problems.InvalidMode();
        if (text == RegistryModes.Forward && !(subject is not null && QualifiedSubject.Parse(subject) is { Context: QualifiedSubject.GlobalContext, Name: "" }))
        {
            throw Problems.ForwardModeIsGlobal();
        }

        await registry.ChangeAsync((state, _) => (ModeChange.Set(state, subject, mode, call.Flag("force")), true), call.Aborted).ConfigureAwait(false);

        // The answer repeats the request, letter case included.
        return new ModeView(text);
    }

    private async Task<object> RemoveAsync(RegistryCall call, string? subject) => new ModeView(
        await registry.ChangeAsync((state, _) => ModeChange.Remove(state, subject, call.Flag("recursive")), call.Aborted).ConfigureAwait(false));
}
