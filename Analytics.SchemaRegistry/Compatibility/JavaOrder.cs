namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>
/// The order in which Java's HashSet gives back strings. Confluent's messages come in it, so ours do too.
/// Source: java.util.HashMap (buckets by <c>hash ^ hash &gt;&gt;&gt; 16</c>, a table of a power of two kept at most three quarters full).
/// </summary>
internal static class JavaOrder
{
    private const int SmallestTable = 16;

    /// <summary>The names of both, each once.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> first, IEnumerable<string> second)
    {
        var names = first.Union(second, StringComparer.Ordinal).ToList();
        var table = SmallestTable;
        while (names.Count > table * 3 / 4)
        {
            table *= 2;
        }

        return names.OrderBy(name => Bucket(name, table));
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
