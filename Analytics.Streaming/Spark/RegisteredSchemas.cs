using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Spark;

/// <summary>The schemas under the source's subject, for a query that has to know them when it is compiled.</summary>
internal sealed class RegisteredSchemas(SourceDefinition source, SchemaRegistryClient registry)
{
    private readonly Dictionary<int, string> _known = [];
    private readonly HashSet<int> _versions = [];

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

        return _known.Count > 0
            ? new Dictionary<int, string>(_known)
            : throw new SourceUnavailableException(EngineStates.WaitingForRegistry, $"No schema is registered under {source.Subject} yet");
    }
}
