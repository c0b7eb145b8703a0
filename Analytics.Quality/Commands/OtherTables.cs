namespace Analytics.Quality.Commands;

/// <summary>The <c>--table NAME=FILE</c> options.</summary>
internal static class OtherTables
{
    /// <summary>Files by the name of their table.</summary>
    /// <exception cref="OptionException">An option is not NAME=FILE, or names a table twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> options)
    {
        var tables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            var split = option.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0 || split == option.Length - 1)
            {
                throw new OptionException($"--table {option}: give it as NAME=FILE");
            }

            if (!tables.TryAdd(option[..split], option[(split + 1)..]))
            {
                throw new OptionException($"--table {option}: the table {option[..split]} is given twice");
            }
        }

        return tables;
    }
}
