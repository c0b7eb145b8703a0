using Analytics.Quality.Files;

namespace Analytics.Quality.Commands;

/// <summary>The <c>--table NAME=FILE</c> options.</summary>
internal static class OtherTables
{
    /// <summary>Files by the name of their table.</summary>
    /// <exception cref="ArgumentException">An option is not NAME=FILE, or names a table twice.</exception>
    /// <exception cref="IOException">A file does not exist or has an unknown extension.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> options)
    {
        var tables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            var split = option.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0 || split == option.Length - 1)
            {
                throw new ArgumentException($"--table {option}: give it as NAME=FILE");
            }

            var file = option[(split + 1)..];
            if (!File.Exists(file))
            {
                throw new IOException($"--table {option}: {file}: no such file");
            }

            FileRelation.RequireKnown(file);
            if (!tables.TryAdd(option[..split], Path.GetFullPath(file)))
            {
                throw new ArgumentException($"--table {option}: the table {option[..split]} is given twice");
            }
        }

        return tables;
    }
}
