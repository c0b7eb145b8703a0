using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Levels and modes, global and per subject.</summary>
internal sealed class ConfigRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("GET", "/config", _ => Level(registry.Read(state => SubjectRegistry.ConfigOf(state, ""))))
        .Map("PUT", "/config", call => SetConfigAsync(call, subject: null))
        .Map("DELETE", "/config", call => RemoveConfigAsync(call, subject: null))
        .Map("GET", "/config/{}", SubjectConfig)
        .Map("PUT", "/config/{}", call => SetConfigAsync(call, call.Segments[0]))
        .Map("DELETE", "/config/{}", call => RemoveConfigAsync(call, call.Segments[0]))
        .Map("GET", "/mode", _ => new ModeBody(registry.Read(state => SubjectRegistry.ModeOf(state, ""))))
        .Map("PUT", "/mode", call => SetModeAsync(call, subject: null))
        .Map("DELETE", "/mode", call => RemoveModeAsync(call, subject: null))
        .Map("GET", "/mode/{}", SubjectMode)
        .Map("PUT", "/mode/{}", call => SetModeAsync(call, call.Segments[0]))
        .Map("DELETE", "/mode/{}", call => RemoveModeAsync(call, call.Segments[0]));

    private static ConfigBody Level(CompatibilityConfig config) => new(Compatibility: null, config.Level, config.Policy);

    private object SubjectConfig(RegistryCall call)
    {
        var subject = call.Segments[0];
        var config = registry.Read(state => call.Flag("defaultToGlobal") ? SubjectRegistry.ConfigOf(state, subject) : state.Configs.GetValueOrDefault(subject));
        return Level(config ?? throw Problems.SubjectLevelNotConfigured(subject));
    }

    private async Task<object> SetConfigAsync(RegistryCall call, string? subject)
    {
        var body = call.Read(ApiJson.Default.ConfigBody);
        var level = CompatibilityLevels.Parse(body.Compatibility ?? "") ?? throw Problems.InvalidLevel(body.Compatibility ?? "");
        var policy = body.CompatibilityPolicy?.ToUpperInvariant();
        await registry.SetConfigAsync(subject, new CompatibilityConfig(level, policy), call.Aborted).ConfigureAwait(false);
        return new ConfigBody(level, CompatibilityLevel: null, policy);
    }

    private async Task<object> RemoveConfigAsync(RegistryCall call, string? subject)
    {
        var before = await registry.SetConfigAsync(subject, config: null, call.Aborted).ConfigureAwait(false);
        return Level(before ?? new CompatibilityConfig(CompatibilityLevels.Default, Policy: null));
    }

    private object SubjectMode(RegistryCall call)
    {
        var subject = call.Segments[0];
        var mode = registry.Read(state => call.Flag("defaultToGlobal") ? SubjectRegistry.ModeOf(state, subject) : state.Modes.GetValueOrDefault(subject));
        return new ModeBody(mode ?? throw Problems.SubjectModeNotConfigured(subject));
    }

    private async Task<object> SetModeAsync(RegistryCall call, string? subject)
    {
        var body = call.Read(ApiJson.Default.ModeBody);
        var mode = RegistryModes.Parse(body.Mode ?? "") ?? throw Problems.InvalidMode(body.Mode ?? "");
        await registry.SetModeAsync(subject, mode, call.Flag("force"), call.Aborted).ConfigureAwait(false);
        return new ModeBody(mode);
    }

    private async Task<object> RemoveModeAsync(RegistryCall call, string? subject) =>
        new ModeBody(await registry.SetModeAsync(subject, mode: null, force: true, call.Aborted).ConfigureAwait(false) ?? RegistryModes.ReadWrite);
}
