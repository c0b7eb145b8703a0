namespace Analytics.SchemaRegistry.Subjects;

/// <summary>The subjects that a prefix selects: of the default context, of one, of every one (<c>:*:</c>).</summary>
internal static class SubjectRange
{
    public static IEnumerable<Subject> Of(RegistryState state, string prefix)
    {
        var wildcard = prefix.IndexOf(QualifiedSubject.EveryContext, StringComparison.Ordinal);
        if (wildcard >= 0)
        {
            var start = prefix[(wildcard + QualifiedSubject.EveryContext.Length)..];
            return state.Subjects.Values.Where(subject => QualifiedSubject.Parse(subject.Name).Name.StartsWith(start, StringComparison.Ordinal));
        }

        return state.Subjects.Values.Where(subject => Starts(subject.Name, prefix));
    }

    /// <summary>Whether a name is in the range that begins with the prefix. A prefix that ends within a context's name selects contexts.</summary>
    public static bool Starts(string name, string prefix)
    {
        var subject = QualifiedSubject.Parse(name);
        return Compare(subject, QualifiedSubject.Parse(prefix)) >= 0 && Compare(subject, QualifiedSubject.Parse(prefix + char.MaxValue)) < 0;
    }

    private static int Compare(QualifiedSubject left, QualifiedSubject right)
    {
        var contexts = string.CompareOrdinal(left.Context, right.Context);
        return contexts != 0 ? contexts : string.CompareOrdinal(left.Name, right.Name);
    }
}
