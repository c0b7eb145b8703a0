using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Storage;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>
/// The registry's rules. One change at a time: it is decided on the state, appended to the log, and only then applied,
/// so what readers see has always survived a crash, and 50 clients that register one schema get one id.
/// </summary>
internal sealed class SubjectRegistry : IDisposable
{
    private const string Global = "";

    private readonly RegistryLog _log;
    private readonly RegistryState _state = new();
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly Lock _lock = new();

    public SubjectRegistry(RegistryLog log, IReadOnlyList<RegistryEvent> events)
    {
        _log = log;
        foreach (var entry in events)
        {
            _state.Apply(entry);
        }
    }

    /// <summary>Reads the state. The function must not keep references to its collections.</summary>
    public T Read<T>(Func<RegistryState, T> read)
    {
        lock (_lock)
        {
            return read(_state);
        }
    }

    public Task<VersionEntry> RegisterAsync(string name, Registration registration, CancellationToken cancellationToken)
    {
        Check(name);
        return ChangeAsync<VersionEntry>(
            state =>
            {
                var subject = state.Subjects.GetValueOrDefault(name);
                var known = subject?.Live.FirstOrDefault(entry => entry.Schema.Document.Identity == registration.Document.Identity);
                if (known is not null && (registration.Id is null || registration.Id == known.Schema.Id))
                {
                    return (null, _ => known);
                }

                var id = ChooseId(state, name, registration);
                Check(state, name, registration.Document);
                var version = registration.Version ?? (subject?.LastVersion ?? 0) + 1;
                var change = new SchemaRegistered(name, version, id, registration.Document.Text, registration.Document.References);
                return (change, after => after.Subjects[name].Find(version, deleted: false)!);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<int>> DeleteSubjectAsync(string name, bool permanent, CancellationToken cancellationToken) =>
        ChangeAsync<IReadOnlyList<int>>(
            state =>
            {
                var subject = state.Subjects.GetValueOrDefault(name) ?? throw Problems.SubjectNotFound(name);
                RefuseReadOnly(state, name);
                if (permanent && !subject.IsDeleted)
                {
                    throw Problems.SubjectNotSoftDeleted(name);
                }

                if (!permanent && subject.IsDeleted)
                {
                    throw Problems.SubjectSoftDeleted(name);
                }

                int[] versions = [.. subject.Versions.Where(entry => permanent || !entry.Deleted).Select(entry => entry.Version)];
                RefuseReferenced(state, name, versions);
                return (new SubjectDeleted(name, permanent), _ => versions);
            },
            cancellationToken);

    public Task<int> DeleteVersionAsync(string name, VersionNumber number, bool permanent, CancellationToken cancellationToken) =>
        ChangeAsync<int>(
            state =>
            {
                var entry = Find(state, name, number, deleted: true);
                RefuseReadOnly(state, name);
                if (permanent && !entry.Deleted)
                {
                    throw Problems.VersionNotSoftDeleted(name, entry.Version);
                }

                if (!permanent && entry.Deleted)
                {
                    throw Problems.VersionSoftDeleted(name, entry.Version);
                }

                RefuseReferenced(state, name, [entry.Version]);
                return (new VersionDeleted(name, entry.Version, permanent), _ => entry.Version);
            },
            cancellationToken);

    /// <summary>Sets a level; null removes it and gives back what was there.</summary>
    public Task<CompatibilityConfig?> SetConfigAsync(string? subject, CompatibilityConfig? config, CancellationToken cancellationToken) =>
        ChangeAsync<CompatibilityConfig?>(
            state =>
            {
                var before = state.Configs.GetValueOrDefault(subject ?? Global);
                if (config is null && before is null && subject is not null)
                {
                    throw Problems.SubjectNotFound(subject);
                }

                RefuseReadOnly(state, subject ?? Global);
                return (new ConfigChanged(subject, config?.Level, config?.Policy), _ => before);
            },
            cancellationToken);

    /// <summary>Sets a mode; null removes it and gives back what was there.</summary>
    public Task<string?> SetModeAsync(string? subject, string? mode, bool force, CancellationToken cancellationToken) =>
        ChangeAsync<string?>(
            state =>
            {
                var before = state.Modes.GetValueOrDefault(subject ?? Global);
                if (mode is null && before is null && subject is not null)
                {
                    throw Problems.SubjectNotFound(subject);
                }

                var used = state.Subjects.Values.Any(entry => !entry.IsDeleted && (subject is null || entry.Name == subject));
                if (mode == RegistryModes.Import && used && !force)
                {
                    throw Problems.OperationNotPermitted("Cannot import since found existing subjects");
                }

                return (new ModeChanged(subject, mode), _ => before);
            },
            cancellationToken);

    /// <summary>The level in force for a subject.</summary>
    public static CompatibilityConfig ConfigOf(RegistryState state, string name) =>
        state.Configs.GetValueOrDefault(name) ?? state.Configs.GetValueOrDefault(Global) ?? new CompatibilityConfig(CompatibilityLevels.Default, null);

    /// <summary>The mode in force for a subject.</summary>
    public static string ModeOf(RegistryState state, string name) =>
        state.Modes.GetValueOrDefault(Global) == RegistryModes.ReadOnlyOverride
            ? RegistryModes.ReadOnlyOverride
            : state.Modes.GetValueOrDefault(name) ?? state.Modes.GetValueOrDefault(Global) ?? RegistryModes.ReadWrite;

    public static Subject Find(RegistryState state, string name, bool deleted) =>
        state.Subjects.TryGetValue(name, out var subject) && (deleted || !subject.IsDeleted) ? subject : throw Problems.SubjectNotFound(name);

    public static VersionEntry Find(RegistryState state, string name, VersionNumber number, bool deleted)
    {
        var subject = Find(state, name, deleted);
        var entry = number.IsLatest
            ? subject.Live.LastOrDefault() ?? (deleted ? subject.Versions.LastOrDefault() : null)
            : subject.Find(number.Value, deleted);
        return entry ?? throw Problems.VersionNotFound(number.Value);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _log.Dispose();
    }

    private static void Check(string name)
    {
        if (name.Length == 0 || name is "__GLOBAL" or "__EMPTY" || name.Any(char.IsControl))
        {
            throw Problems.InvalidSubject(name);
        }
    }

    private static void Check(RegistryState state, string name, SchemaDocument document)
    {
        foreach (var reference in document.References)
        {
            if (state.Subjects.GetValueOrDefault(reference.Subject ?? "")?.Find(reference.Version, deleted: false) is null)
            {
                throw Problems.InvalidSchema($"no schema reference found for subject \"{reference.Subject}\" and version {reference.Version}");
            }
        }

        var earlier = state.Subjects.GetValueOrDefault(name)?.Live.Select(entry => entry.Schema.Document).ToList() ?? [];
        var blocking = ModeOf(state, name) == RegistryModes.Import ? [] : CompatibilityCheck.Run(document, earlier, ConfigOf(state, name));
        if (blocking.Count > 0)
        {
            throw Problems.Incompatible(name, blocking);
        }
    }

    private static int ChooseId(RegistryState state, string name, Registration registration)
    {
        RefuseReadOnly(state, name);
        var known = state.FindSchema(registration.Document);
        var importing = ModeOf(state, name) == RegistryModes.Import;
        if (registration.Id is not { } id)
        {
            return importing
                ? throw Problems.OperationNotPermitted($"Subject {name} is in import mode: a registration needs an id")
                : known?.Id ?? state.LastId + 1;
        }

        if (!importing)
        {
            throw Problems.OperationNotPermitted($"Subject {name} is not in import mode");
        }

        var taken = state.ById.TryGetValue(id, out var holder) && holder.Document.Identity != registration.Document.Identity;
        return taken ? throw Problems.OperationNotPermitted($"Overwrite new schema with id {id} is not permitted.") : id;
    }

    private static void RefuseReadOnly(RegistryState state, string name)
    {
        if (ModeOf(state, name) is RegistryModes.ReadOnly or RegistryModes.ReadOnlyOverride)
        {
            throw Problems.OperationNotPermitted(name.Length == 0 ? "Global mode is read-only" : $"Subject {name} is in read-only mode");
        }
    }

    private static void RefuseReferenced(RegistryState state, string name, IReadOnlyList<int> versions)
    {
        var version = versions.FirstOrDefault(version => References.To(state, name, version).Any());
        if (version != 0)
        {
            throw Problems.ReferenceExists($"{{magic=1,keytype=SCHEMA,subject={name},version={version}}}");
        }
    }

    private async Task<T> ChangeAsync<T>(Func<RegistryState, (RegistryEvent? Change, Func<RegistryState, T> Answer)> decide, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Only the holder of _writer changes the state, so it may be read here without the lock.
            var (change, answer) = decide(_state);
            if (change is not null)
            {
                Append(change);
            }

            lock (_lock)
            {
                if (change is not null)
                {
                    _state.Apply(change);
                }

                return answer(_state);
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    private void Append(RegistryEvent change)
    {
        try
        {
            _log.Append(change);
        }
        catch (IOException error)
        {
            throw Problems.StoreFailed(error.Message);
        }
    }
}
