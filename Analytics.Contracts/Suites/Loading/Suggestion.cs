namespace Analytics.Contracts.Suites.Loading;

/// <summary>The remedy for a misspelt name.</summary>
internal static class Suggestion
{
    /// <summary>Names the closest candidate, or all of a few, or nothing: a clause to append to an error.</summary>
    public static string For(string name, IEnumerable<string> candidates)
    {
        var all = candidates.ToArray();
        var closest = all.Select(candidate => (candidate, distance: Distance(name, candidate))).OrderBy(pair => pair.distance).FirstOrDefault();
        if (closest.candidate is not null && closest.distance <= Math.Max(2, name.Length / 4))
        {
            return $"; did you mean {closest.candidate}?";
        }

        return all.Length is > 0 and <= 40 ? $"; known are {string.Join(", ", all.Order(StringComparer.Ordinal))}" : "";
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
