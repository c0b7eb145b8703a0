namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>
/// The order in which Java's HashSet and ConcurrentHashMap give back strings. Confluent's messages and lists come in it, so ours do too.
/// Source: java.util.HashMap (buckets by <c>hash ^ hash &gt;&gt;&gt; 16</c>, a table of a power of two kept at most three quarters full; a concurrent one below that).
/// </summary>
internal static class JavaOrder
{
    private const int SmallestTable = 16;

    /// <summary>The names of both, each once.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> first, IEnumerable<string> second)
    {
        var names = first.Union(second, StringComparer.Ordinal).ToList();
        return Sort(names, name => name, names.Count);
    }

    /// <summary>The entries of a concurrent map.</summary>
    public static IEnumerable<KeyValuePair<string, T>> OfConcurrent<T>(IReadOnlyCollection<KeyValuePair<string, T>> entries) =>
        Sort(entries, entry => entry.Key, entries.Count + 1);

    private static IEnumerable<T> Sort<T>(IReadOnlyCollection<T> items, Func<T, string> name, int filled)
    {
        var table = SmallestTable;
        while (filled > table * 3 / 4)
        {
            table *= 2;
        }

        return items.OrderBy(item => Bucket(name(item), table));
    }

    private static int Bucket(string name, int table)
    {
        var hash = 0;
        foreach (var character in name)
        {
            hash = unchecked((31 * hash) + character);
        }

        return (hash ^ (int)((uint)hash >> 16)) & (table - 1);
    }
}
