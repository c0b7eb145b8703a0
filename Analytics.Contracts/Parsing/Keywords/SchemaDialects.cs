using Json.Schema;
using Json.Schema.Keywords;

namespace Analytics.Contracts.Parsing.Keywords;

/// <summary>The library's dialects with the keywords replaced that it reads otherwise than the compiled rules: lengths and patterns.</summary>
internal static class SchemaDialects
{
    private static readonly Dialect Draft07 = Ours(Dialect.Draft07);
    private static readonly Dialect Draft201909 = Ours(Dialect.Draft201909);
    private static readonly Dialect Draft202012 = Ours(Dialect.Draft202012);

    public static Dialect Of(SchemaDraft draft) => draft switch
    {
        SchemaDraft.Draft07 => Draft07,
        SchemaDraft.Draft201909 => Draft201909,
        _ => Draft202012,
    };

    private static Dialect Ours(Dialect dialect) => dialect
        .Without([MinLengthKeyword.Instance, MaxLengthKeyword.Instance, PatternKeyword.Instance], dialect.Id, dialect.RefIgnoresSiblingKeywords, dialect.AllowUnknownKeywords)
        .With([new CodePointMinLength(), new CodePointMaxLength(), new LinearPattern()], dialect.Id, dialect.RefIgnoresSiblingKeywords, dialect.AllowUnknownKeywords);
}
