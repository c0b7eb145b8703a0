using System.Globalization;

namespace Analytics.Quality.Evaluation.Functions;

/// <summary>
/// Which texts Python's <c>dateutil</c> reads as a time: dates in the usual orders (month first, then day first), ISO 8601, month names, times alone
/// and digits alone.
/// </summary>
internal static class DateText
{
    private const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal;

    private static readonly DateTimeFormatInfo DayFirst = new() { ShortDatePattern = "dd/MM/yyyy" };

    private static readonly string[] Digits = ["yyyyMMdd", "yyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmm", "yyyy"];

    // .NET skips the signs of years, months and days that East Asian dates have; dateutil knows none of them.
    public static bool IsParseable(string text) => text.All(char.IsAscii) && IsAsciiParseable(text);

    private static bool IsAsciiParseable(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out _)
        || DateTimeOffset.TryParse(text, DayFirst, Styles, out _)
        || DateTimeOffset.TryParseExact(text.Trim(), Digits, CultureInfo.InvariantCulture, Styles, out _)
        || (text.Trim().TrimStart('-') is { Length: <= 3 } number && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var dayOrYear) && dayOrYear > 0);
}
