using System.Text;
using System.Text.Json;

namespace Analytics.Contracts.Parsing;

/// <summary>The values of <c>enum</c> or <c>const</c>: strings, integers, booleans, null. Other values are left to the full validator.</summary>
internal sealed class LiteralSet
{
    private readonly byte[][][] _textsByLength;
    private readonly HashSet<long> _integers = [];
    private readonly string _description;
    private readonly bool _hasTrue;
    private readonly bool _hasFalse;

    private LiteralSet(string keyword, IReadOnlyList<JsonElement> values)
    {
        Keyword = keyword;
        List<byte[]> texts = [];
        foreach (JsonElement value in values)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    texts.Add(Encoding.UTF8.GetBytes(value.GetString()!));
                    Types |= JsonTypes.String;
                    break;
                case JsonValueKind.Number:
                    _integers.Add(value.GetInt64());
                    Types |= JsonTypes.Integer;
                    break;
                case JsonValueKind.True:
                    _hasTrue = true;
                    Types |= JsonTypes.Boolean;
                    break;
                case JsonValueKind.False:
                    _hasFalse = true;
                    Types |= JsonTypes.Boolean;
                    break;
                default:
                    Types |= JsonTypes.Null;
                    break;
            }
        }

        int longest = texts.Count == 0 ? -1 : texts.Max(text => text.Length);
        _textsByLength = [.. Enumerable.Range(0, longest + 1).Select(length => texts.Where(text => text.Length == length).ToArray())];
        _description = string.Join(", ", values.Take(8).Select(value => value.GetRawText())) + (values.Count > 8 ? ", …" : "");
    }

    public string Keyword { get; }

    /// <summary>The types of the values.</summary>
    public JsonTypes Types { get; private set; }

    /// <summary>A set of these values; null when one of them is an object, an array or a number that is no 64-bit integer.</summary>
    public static LiteralSet? TryCreate(string keyword, IReadOnlyList<JsonElement> values)
    {
        bool isCovered = values.All(value => value.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array => false,
            JsonValueKind.Number => value.TryGetInt64(out _),
            _ => true,
        });
        return isCovered ? new LiteralSet(keyword, values) : null;
    }

    /// <summary>The texts among the values.</summary>
    public IEnumerable<string> Texts => _textsByLength.SelectMany(texts => texts).Select(Encoding.UTF8.GetString);

    /// <summary>The integers among the values.</summary>
    public IEnumerable<long> Integers => _integers;

    public void AddNull() => Types |= JsonTypes.Null;

    public bool Has(ReadOnlySpan<byte> text)
    {
        if (text.Length >= _textsByLength.Length)
        {
            return false;
        }

        foreach (byte[] candidate in _textsByLength[text.Length])
        {
            if (text.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }

    public bool Has(long value) => _integers.Contains(value);

    public bool Has(bool value) => value ? _hasTrue : _hasFalse;

    /// <summary>Such as <c>"tv" is none of "phone", "desktop"</c>.</summary>
    public string Explain(string value) => $"{value} is none of {_description}";
}
