using Analytics.SchemaRegistry.Storage;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>
/// The registry. One change at a time: it is decided on the state, made durable, and only then applied,
/// so what readers see has always survived a crash, and 50 clients that register one schema get one id.
/// </summary>
internal sealed class SubjectRegistry(IRegistryStore store)
{
    private readonly RegistryState _state = new();
    private readonly Lock _lock = new();

    /// <summary>Reads all that was ever written.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => store.OpenAsync(Apply, cancellationToken);

    /// <summary>Reads the state. The function must not keep references to its collections.</summary>
    public T Read<T>(Func<RegistryState, T> read)
    {
        lock (_lock)
        {
            return read(_state);
        }
    }

    /// <summary>Changes the state.</summary>
    /// <param name="decide">Gives the records to write, none when there is nothing to do, and the answer. The number is the time in milliseconds since 1970.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>The answer, once the change survives a crash.</returns>
    public async Task<T> ChangeAsync<T>(Func<RegistryState, long, (IReadOnlyList<RegistryRecord> Records, T Answer)> decide, CancellationToken cancellationToken)
    {
        var answer = default(T);
        await store.ChangeAsync(
            timestamp =>
            {
                // Only the store applies records, and not while it asks: the state may be read without the lock.
                (var records, answer) = decide(_state, timestamp);
                return records;
            },
            cancellationToken).ConfigureAwait(false);
        return answer!;
    }

    private void Apply(IReadOnlyList<RegistryRecord> records)
    {
        lock (_lock)
        {
            foreach (var record in records)
            {
                _state.Apply(record);
            }
        }
    }
}
