namespace Analytics.SchemaRegistry.Storage;

/// <summary>Where the registry's records live.</summary>
internal interface IRegistryStore : IAsyncDisposable
{
    /// <summary>The Kafka cluster's id; of a registry on its own file, <c>embedded</c>. Clients only show it.</summary>
    string Cluster { get; }

    /// <summary>Reads every record there is and hands them over, oldest first; later ones follow as they come.</summary>
    /// <param name="apply">Takes the records of one change.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Errors.RegistryStartException">The store can't be used.</exception>
    Task OpenAsync(Action<IReadOnlyList<RegistryRecord>> apply, CancellationToken cancellationToken);

    /// <summary>Makes a change. While it is decided nobody else makes one, and every earlier one has been handed over.</summary>
    /// <param name="decide">Gives the records, possibly none; may be called again when another registry was faster. The time in milliseconds is theirs.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when the records survive a crash and were handed over.</returns>
    Task ChangeAsync(Func<long, IReadOnlyList<RegistryRecord>> decide, CancellationToken cancellationToken);
}
