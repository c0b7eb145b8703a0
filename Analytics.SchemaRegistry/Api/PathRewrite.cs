using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>
/// Paths that mean others: <c>/contexts/staging/subjects/a</c> is <c>/subjects/:.staging:a</c>, and a subject with an alias is the one that the alias names.
/// </summary>
internal static class PathRewrite
{
    /// <summary>Takes a leading context out of a path and puts it into subjects and query parameters.</summary>
    /// <exception cref="RegistryProblem">400 for a context with a colon inside.</exception>
    public static IReadOnlyList<string> Context(IReadOnlyList<string> path, RequestQuery query)
    {
        if (path.Count < 2 || path[0] != "contexts")
        {
            return path;
        }

        var prefix = QualifiedSubject.PrefixOf(path[1]) ?? throw Problems.BadRequest($"Context name '{path[1]}' cannot contain a colon");
        var rewritten = new List<string>();
        var subjectNext = false;
        var settings = path.Count > 2 && path[2] is "config" or "mode";
        foreach (var segment in path.Skip(2))
        {
            rewritten.Add(subjectNext && !HasContext(segment) ? prefix + segment : segment);
            subjectNext = !subjectNext && (segment == "subjects" || (rewritten.Count == 1 && settings));
        }

        if (settings && subjectNext && prefix.Length > 0)
        {
            rewritten.Add(prefix);
        }
        else if (rewritten.Count == 0 && prefix.Length > 0)
        {
            rewritten.AddRange(["contexts", prefix]);
        }

        Qualify(rewritten, prefix, query);
        return rewritten;
    }

    /// <summary>Puts the aliased subject in the place of the alias.</summary>
    public static IReadOnlyList<string> Alias(IReadOnlyList<string> path, RequestQuery query, SubjectRegistry registry)
    {
        if (path is ["schemas", "ids", ..] && query.Text("subject") is { Length: > 0 } named)
        {
            query.Set("subject", Target(named));
        }

        var at = path.TakeWhile(segment => segment != "subjects").Count() + 1;
        return at >= path.Count ? path : [.. path.Take(at), Target(path[at]), .. path.Skip(at + 1)];

        string Target(string subject) => registry.Read(state => state.Configs.GetValueOrDefault(QualifiedSubject.Normalize(subject))) is { Alias: { Length: > 0 } alias }
            && subject.Length > 0
            ? QualifiedSubject.Qualify(subject, alias)
            : subject;
    }

    private static void Qualify(List<string> path, string prefix, RequestQuery query)
    {
        if (path is ["schemas", "ids", ..] && query.Text("subject") is var subject && !HasContext(subject ?? ""))
        {
            query.Set("subject", prefix + subject);
        }
        else if (path is ["schemas"] or ["subjects"] && query.Text("subjectPrefix") is var start && !HasContext(start ?? ""))
        {
            query.Set("subjectPrefix", prefix + start);
        }
    }

    private static bool HasContext(string subject) =>
        subject.StartsWith(":.", StringComparison.Ordinal) || subject.StartsWith(QualifiedSubject.EveryContext, StringComparison.Ordinal);
}
