namespace Analytics.SchemaRegistry.Subjects;

/// <summary>
/// A subject in its context: <c>:.staging:orders</c> is <c>orders</c> in <c>.staging</c>, a bare <c>orders</c> is in the default context <c>.</c>.
/// Without a name it stands for the whole context.
/// </summary>
/// <param name="Context">The context, with its leading dot; <c>*</c> for all of them.</param>
/// <param name="Name">The name within the context.</param>
internal readonly record struct QualifiedSubject(string Context, string Name)
{
    public const string DefaultContext = ".";

    /// <summary>The context whose settings hold where no other does.</summary>
    public const string GlobalContext = ".__GLOBAL";

    public const string EveryContext = ":*:";

    private const string Prefix = ":.";

    public bool IsDefaultContext => Context == DefaultContext;

    /// <summary>The context as a prefix of subjects: empty for the default one, otherwise <c>:.staging:</c>.</summary>
    public string ContextPrefix => IsDefaultContext ? "" : $":{Context}:";

    public static QualifiedSubject Parse(string text)
    {
        if (text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            var end = text.IndexOf(':', Prefix.Length);
            return end < 0 ? new QualifiedSubject(text[1..], "") : new QualifiedSubject(text[1..end], text[(end + 1)..]);
        }

        return text.StartsWith(EveryContext, StringComparison.Ordinal)
            ? new QualifiedSubject("*", text[EveryContext.Length..])
            : new QualifiedSubject(DefaultContext, text);
    }

    /// <summary>The one spelling of a subject: <c>:.:a</c> is <c>a</c>.</summary>
    public static string Normalize(string text) => Parse(text).ToString();

    /// <summary>A subject that a schema or an alias names: a bare one is in the context of the one that names it.</summary>
    public static string Qualify(string parent, string named)
    {
        var subject = Parse(named);
        return (subject.IsDefaultContext ? subject with { Context = Parse(parent).Context, Name = named } : subject).ToString();
    }

    /// <summary>A context as a prefix, from any of its spellings: <c>staging</c>, <c>.staging</c>, <c>:.staging:</c>.</summary>
    /// <returns>Null when it has a colon inside.</returns>
    public static string? PrefixOf(string context)
    {
        var name = context.StartsWith(':') ? context[1..] : context;
        name = name.EndsWith(':') ? name[..^1] : name;
        if (name.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        name = name.StartsWith('.') ? name : $".{name}";
        return name == DefaultContext ? "" : $":{name}:";
    }

    /// <summary>Whether another subject is this one, or in this context when this is a whole one.</summary>
    public bool Covers(string subject) =>
        ToString() == subject || (Name.Length == 0 && (Context == GlobalContext || Context == Parse(subject).Context));

    /// <summary>Whether schemas (or settings alone) can be stored under this name.</summary>
    public bool IsValid(bool forSettings) =>
        !ToString().Any(char.IsControl) && Name is not ("__GLOBAL" or "__EMPTY") && (forSettings || Context != GlobalContext);

    public override string ToString() => ContextPrefix + Name;
}
