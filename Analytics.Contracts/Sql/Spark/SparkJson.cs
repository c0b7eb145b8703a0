using System.Text;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>
/// JSON in Spark SQL without Spark's JSON reader, which takes duplicate keys, text after the value, <c>NaN</c> and leading zeros, and writes nested values
/// anew. Regular expressions take the text apart instead, so that every value stays as it came. Each repetition is possessive: Java runs
/// those in a loop, the others recurse once per character and end in a StackOverflowError on long texts.
/// </summary>
internal static class SparkJson
{
    /// <summary>Deepest nesting, as in the embedded parser.</summary>
    private const int MaxDepth = 64;

    /// <summary>How deep one expression checks the grammar. Its length doubles with each level; what is deeper takes the slow road.</summary>
    private const int FastDepth = 2;

    private const string Space = @"[ \t\r\n]*+";
    private const string Hex = "[0-9a-fA-F]";

    private const string Escape = $@"\\(?:[""\\/bfnrt]|u(?:[dD][89abAB]{Hex}{{2}}\\u[dD][c-fC-F]{Hex}{{2}}|(?![dD][89a-fA-F]){Hex}{{4}}))";
    private const string Text = $@"""(?:[^""\\\x00-\x1f]++|{Escape})*+""";
    private const string Scalar = @"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+|true|false|null";

    // Of a text whose grammar has been checked.
    private const string CheckedText = @"""(?:[^""\\]++|\\.)*+""";
    private static readonly string CheckedValue = $@"{CheckedText}|{Nested(MaxDepth)}|[^ \t\r\n,:{{}}\[\]""]++";
    private static readonly string Pair = $@"({CheckedText}){Space}:{Space}({CheckedValue})";

    /// <summary>Whether a text is JSON by RFC 8259, with at most 64 levels, no surrogate without its partner and valid UTF-8. BOOLEAN.</summary>
    /// <param name="text">A STRING column, maybe not valid UTF-8.</param>
    public static string IsValid(string text) =>
        $"CASE WHEN NOT is_valid_utf8({text}) THEN false WHEN {text} RLIKE {SparkText.Literal($@"\A{Space}(?:{Strict(FastDepth)}){Space}\z")} THEN true ELSE {IsValidSlowly(text)} END";

    /// <summary>The names of an object's properties, in order, escapes resolved: ARRAY of STRING.</summary>
    public static string Keys(string text) => Unescaped(text, Extract(text, Pair, 1));

    /// <summary>The values of an object's properties as JSON texts, in the order of <see cref="Keys"/>: ARRAY of STRING.</summary>
    public static string Values(string text) => Extract(text, Pair, 2);

    /// <summary>The items of an array as JSON texts: ARRAY of STRING.</summary>
    public static string Items(string text) => Extract($"substring({text}, 2)", CheckedValue, 0);

    /// <summary>The first value of that name; NULL where there is none.</summary>
    public static string Value(string keys, string values, string name) => $"get({values}, CAST(array_position({keys}, {SparkText.Literal(name)}) AS INT) - 1)";

    /// <summary>The text of a JSON string, escapes resolved.</summary>
    public static string TextOf(string json) =>
        $"CASE WHEN contains({json}, '\\\\') THEN get(from_json(concat('[', {json}, ']'), 'array<string>'), 0) ELSE substring({json}, 2, length({json}) - 2) END";

    private static string Unescaped(string text, string keys) =>
        $"CASE WHEN contains({text}, '\\\\') THEN transform({keys}, _k -> {TextOf("_k")}) ELSE transform({keys}, _k -> substring(_k, 2, length(_k) - 2)) END";

    private static string Extract(string text, string pattern, int group) => $"regexp_extract_all({text}, {SparkText.Literal(pattern)}, {group})";

    /// <summary>
    /// Strings become U+0001 and other scalars U+0002, which no JSON text has; then the innermost objects and arrays become U+0002, once per level.
    /// What is left is one character if the text was JSON.
    /// </summary>
    private static string IsValidSlowly(string text)
    {
        string collapsible = "\\{(?:\u0001:[\u0001\u0002](?:,\u0001:[\u0001\u0002])*+)?+\\}|\\[(?:[\u0001\u0002](?:,[\u0001\u0002])*+)?+\\]";
        string marked = Replace(Replace(text, Text, "\u0001"), Scalar, "\u0002");
        string bare = Replace(marked, @"[ \t\r\n]++", "");
        string collapsed = $"aggregate(sequence(1, {MaxDepth}), {bare}, (_s, _n) -> {Replace("_s", collapsible, "\u0002")})";
        return $"NOT {text} RLIKE {SparkText.Literal(@"[\x00-\x08\x0b\x0c\x0e-\x1f]")} AND {collapsed} IN ('\u0001', '\u0002')";
    }

    private static string Replace(string text, string pattern, string replacement) =>
        $"regexp_replace({text}, {SparkText.Literal(pattern)}, {SparkText.Literal(replacement)})";

    private static string Strict(int depth)
    {
        if (depth < 0)
        {
            return $"{Text}|{Scalar}";
        }

        string value = $"(?:{Strict(depth - 1)})";
        string properties = $@"(?:{Text}{Space}:{Space}{value}{Space}(?:,{Space}(?="")|(?=\}})))*+";
        string items = $@"(?:{value}{Space}(?:,{Space}(?!\])|(?=\])))*+";
        return $@"{Text}|{Scalar}|\{{{Space}{properties}\}}|\[{Space}{items}\]";
    }

    private static string Nested(int depth)
    {
        var pattern = new StringBuilder();
        for (int level = 1; level < depth; level++)
        {
            pattern.Append(@"[{\[](?:[^""{}\[\]]++|").Append(CheckedText).Append('|');
        }

        pattern.Append(@"[{\[](?:[^""{}\[\]]++|").Append(CheckedText).Append(@")*+[}\]]");
        for (int level = 1; level < depth; level++)
        {
            pattern.Append(@")*+[}\]]");
        }

        return pattern.ToString();
    }
}
