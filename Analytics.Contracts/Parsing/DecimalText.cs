using System.Globalization;
using System.Text;

namespace Analytics.Contracts.Parsing;

/// <summary>Compares numbers by their digits, however many there are.</summary>
internal static class DecimalText
{
    /// <summary>Compares a JSON number with a decimal: below, equal or above zero as <see cref="IComparable.CompareTo"/> has it.</summary>
    public static int Compare(ReadOnlySpan<byte> number, decimal other)
    {
        (bool isNegative, long exponent, string digits) = Normalise(Encoding.ASCII.GetString(number));
        (bool otherIsNegative, long otherExponent, string otherDigits) = Normalise(other.ToString(CultureInfo.InvariantCulture));
        if (digits.Length == 0 || otherDigits.Length == 0 || isNegative != otherIsNegative)
        {
            return Sign(isNegative, digits) - Sign(otherIsNegative, otherDigits);
        }

        int magnitude = exponent != otherExponent ? exponent.CompareTo(otherExponent) : string.CompareOrdinal(digits, otherDigits);
        return isNegative ? -magnitude : magnitude;
    }

    private static int Sign(bool isNegative, string digits) => (digits.Length, isNegative) switch
    {
        (0, _) => 0,
        (_, true) => -1,
        _ => 1,
    };

    /// <summary>The number as 0.digits × 10^exponent, the digits without zeros at either end; no digits for zero.</summary>
    private static (bool IsNegative, long Exponent, string Digits) Normalise(string text)
    {
        bool isNegative = text.StartsWith('-');
        text = isNegative ? text[1..] : text;
        int mark = text.IndexOfAny(['e', 'E']);
        // Beyond the range of a long no double would have been as near as another.
        long exponent = mark >= 0 && long.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long written) ? written : 0;
        text = mark >= 0 ? text[..mark] : text;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int integerDigits = point < 0 ? text.Length : point;
        string digits = point < 0 ? text : text.Remove(point, 1);
        string trimmed = digits.TrimStart('0');
        exponent += integerDigits - (digits.Length - trimmed.Length);
        return (isNegative, exponent, trimmed.TrimEnd('0'));
    }
}
