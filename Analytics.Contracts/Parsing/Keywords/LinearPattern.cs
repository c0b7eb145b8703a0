using System.Text;
using System.Text.Json;
using Json.Schema;
using Json.Schema.Keywords;

namespace Analytics.Contracts.Parsing.Keywords;

/// <summary><c>pattern</c> by <see cref="TextPattern"/>: one meaning whoever checks it, and no text that takes forever.</summary>
internal sealed class LinearPattern : PatternKeyword
{
    public override object? ValidateKeywordValue(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? new TextPattern(value.GetString()!)
        : throw new JsonSchemaException($"'pattern' must be a string, found {value.ValueKind}");

    public override KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        if (context.Instance.ValueKind != JsonValueKind.String)
        {
            return KeywordEvaluation.Ignore;
        }

        var pattern = (TextPattern)keyword.Value!;
        bool isValid = pattern.IsMatch(Encoding.UTF8.GetBytes(context.Instance.GetString()!));
        return new KeywordEvaluation { Keyword = Name, IsValid = isValid, Error = isValid ? null : $"the text does not match {pattern.Pattern}" };
    }
}
