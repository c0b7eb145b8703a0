using System.Text;
using System.Text.Json;
using Json.Schema;
using Json.Schema.Keywords;

namespace Analytics.Contracts.Parsing.Keywords;

/// <summary><c>minLength</c> in code points, as JSON Schema has it; the library counts what a reader sees as one character.</summary>
internal sealed class CodePointMinLength : MinLengthKeyword
{
    public override KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        if (context.Instance.ValueKind != JsonValueKind.String)
        {
            return KeywordEvaluation.Ignore;
        }

        decimal bound = keyword.RawValue.GetDecimal();
        int length = JsonText.CodePoints(Encoding.UTF8.GetBytes(context.Instance.GetString()!));
        bool isValid = length >= bound;
        return new KeywordEvaluation { Keyword = Name, IsValid = isValid, Error = isValid ? null : $"the text is shorter than {bound}" };
    }
}
