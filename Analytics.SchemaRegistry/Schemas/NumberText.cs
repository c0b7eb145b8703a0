using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Analytics.SchemaRegistry.Schemas;

/// <summary>
/// Numbers as Java's BigDecimal writes them, since that text is part of a schema's identity: <c>1e2</c> is <c>1E+2</c>, <c>1.50</c> stays,
/// <c>0.0000001</c> is <c>1E-7</c>. Source: java.math.BigDecimal.toString.
/// </summary>
internal static class NumberText
{
    private const int MostZeros = -6;

    /// <summary>Longer ones take time out of proportion; Jackson's limit.</summary>
    private const int MaxLength = 1000;

    /// <exception cref="JsonException">Too long, or an exponent beyond 32 bits.</exception>
    public static string Canonical(string number)
    {
        if (number.Length > MaxLength)
        {
            throw new JsonException($"a number has more than {MaxLength} characters");
        }

        if (number.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return number == "-0" ? "0" : number;
        }

        var mark = number.AsSpan().IndexOfAny('e', 'E');
        var mantissa = mark < 0 ? number : number[..mark];
        var exponent = 0;
        if (mark >= 0 && !int.TryParse(number.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            throw new JsonException($"the exponent of {number} is too large");
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - (long)exponent;
        var unscaled = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        return (unscaled.Sign < 0 ? "-" : "") + Place(digits, scale);
    }

    private static string Place(string digits, long scale)
    {
        var adjusted = digits.Length - 1 - scale;
        if (scale < 0 || adjusted < MostZeros)
        {
            var head = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return adjusted == 0 ? head : $"{head}E{(adjusted > 0 ? "+" : "")}{adjusted}";
        }

        if (scale == 0)
        {
            return digits;
        }

        var whole = digits.Length - (int)scale;
        return whole > 0 ? $"{digits[..whole]}.{digits[whole..]}" : $"0.{new string('0', -whole)}{digits}";
    }
}
