using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Spark;

/// <summary>
/// The schemas under the source's subject, for a query that has to know them when it is compiled, and the ids that records had without being there. It outlives the
/// queries: an id that nobody has registered costs one of them, not each. Not thread-safe.
/// </summary>
internal sealed class RegisteredSchemas(SourceDefinition source, SchemaRegistryClient registry)
{
    /// <summary>Each is a literal in the query. With more of them it is better to forget all and to meet those anew that still come.</summary>
    private const int MostAbsent = 1_000;

    private readonly Dictionary<int, string> _known = [];
    private readonly HashSet<int> _versions = [];
    private readonly HashSet<int> _absent = [];

    /// <summary>Ids met that were not under the subject when it was asked last.</summary>
    public IReadOnlyCollection<int> Absent => _absent;

    /// <summary>A query has met a record with an id it did not know: it is absent, until <see cref="LoadAsync"/> finds it.</summary>
    public void Met(int id)
    {
        if (_absent.Count == MostAbsent)
        {
            _absent.Clear();
        }

        _absent.Add(id);
    }

    /// <summary>Whether an absent id has been registered since, so that the query has to be compiled anew. A registry that can't be asked has none.</summary>
    public async Task<bool> HasComeAsync(CancellationToken cancellationToken)
    {
        var absent = _absent.Count;
        if (absent == 0)
        {
            return false;
        }

        try
        {
            await LoadAsync(cancellationToken);
        }
        catch (SourceUnavailableException)
        {
            // Asked again.
        }

        return _absent.Count < absent;
    }

    /// <summary>All of them, by id; none for a source of plain JSON.</summary>
    /// <exception cref="SourceUnavailableException">The registry can't be asked, or knows no version yet.</exception>
    public async Task<IReadOnlyDictionary<int, string>> LoadAsync(CancellationToken cancellationToken)
    {
        if (source.Format == SourceFormat.Json)
        {
            return _known;
        }

        try
        {
            // A version never changes: only those that are new are asked for.
            foreach (var version in (await registry.GetVersionsAsync(source.Subject, cancellationToken)).Where(version => !_versions.Contains(version)))
            {
                var registered = await registry.GetVersionAsync(source.Subject, version, cancellationToken);
                _known[registered.Id] = registered.Schema;
                _versions.Add(version);
            }
        }
        catch (SchemaRegistryException error) when (error.IsNotFound)
        {
            // Registered by the producer, when it starts.
        }
        catch (Exception error) when (error is SchemaRegistryUnavailableException or SchemaRegistryException)
        {
            throw new SourceUnavailableException(EngineStates.WaitingForRegistry, error.Message);
        }

        _absent.ExceptWith(_known.Keys);
        return _known.Count > 0
            ? new Dictionary<int, string>(_known)
            : throw new SourceUnavailableException(EngineStates.WaitingForRegistry, $"No schema is registered under {source.Subject} yet");
    }
}
