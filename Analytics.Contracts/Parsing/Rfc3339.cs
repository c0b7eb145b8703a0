using System.Runtime.CompilerServices;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// Date-times of RFC 3339 as microseconds since the Unix epoch, UTC. Example: <c>2026-01-31T23:59:59.123456+01:00</c>.
/// Beyond the RFC nothing is accepted: the offset is required, years are 0001 to 9999, in UTC too. Fractions are cut to microseconds.
/// A leap second (60, allowed only where UTC is 23:59:60) counts as the first moment of the next minute, as POSIX time has it.
/// </summary>
public static class Rfc3339
{
    private const long MicrosPerSecond = 1_000_000;
    private const int DaysFromYearOneToEpoch = 719_162;
    private const long MinMicros = -62_135_596_800_000_000;
    private const long MaxMicros = 253_402_300_799_999_999;

    private static ReadOnlySpan<byte> FractionScale => [0, 5, 4, 3, 2, 1, 0];

    /// <summary>Parses a date-time.</summary>
    /// <param name="text">ASCII text.</param>
    /// <param name="micros">Microseconds since the Unix epoch, UTC.</param>
    /// <returns>Whether the text is a date-time of RFC 3339.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 20
            || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = (TwoDigits(text, 0) * 100) + TwoDigits(text, 2);
        int month = TwoDigits(text, 5);
        int day = TwoDigits(text, 8);
        int hour = TwoDigits(text, 11);
        int minute = TwoDigits(text, 14);
        int second = TwoDigits(text, 17);
        // TwoDigits gives at least 10,000 for anything but digits, which fails each of these comparisons.
        if ((uint)(year - 1) > 9998 || (uint)(month - 1) > 11 || (uint)(day - 1) > 30 || hour > 23 || minute > 59 || second > 60
            || (day > 28 && day > DateTime.DaysInMonth(year, month)))
        {
            return false;
        }

        int position = 19;
        int fraction = 0;
        if (text[position] == '.' && !TryFraction(text, ref position, out fraction))
        {
            return false;
        }

        if (!TryOffset(text[position..], out int offsetMinutes))
        {
            return false;
        }

        long minutes = (DaysSinceEpoch(year, month, day) * 1440) + (hour * 60) + minute - offsetMinutes;
        if (second == 60)
        {
            if (FloorMod(minutes, 1440) != 1439)
            {
                return false;
            }

            fraction = 0;
        }

        micros = (((minutes * 60) + second) * MicrosPerSecond) + fraction;
        return micros is >= MinMicros and <= MaxMicros;
    }

    private static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        uint tens = text[at] - (uint)'0';
        uint ones = text[at + 1] - (uint)'0';
        return tens > 9 || ones > 9 ? 1_000_000 : (int)((tens * 10) + ones);
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, ref int position, out int fraction)
    {
        int start = ++position;
        fraction = 0;
        while (position < text.Length && (uint)(text[position] - '0') <= 9)
        {
            if (position - start < 6)
            {
                fraction = (fraction * 10) + (text[position] - '0');
            }

            position++;
        }

        int digits = position - start;
        if (digits == 0 || position == text.Length)
        {
            return false;
        }

        for (int scale = FractionScale[Math.Min(digits, 6)]; scale > 0; scale--)
        {
            fraction *= 10;
        }

        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != 6 || text[3] != ':' || (text[0] != '+' && text[0] != '-'))
        {
            return false;
        }

        int hours = TwoDigits(text, 1);
        int rest = TwoDigits(text, 4);
        minutes = (hours * 60) + rest;
        if (text[0] == '-')
        {
            minutes = -minutes;
        }

        return hours <= 23 && rest <= 59;
    }

    private static long DaysSinceEpoch(int year, int month, int day)
    {
        // Days of the proleptic Gregorian calendar, with March as the first month so that the leap day comes last.
        int shifted = month <= 2 ? year - 1 : year;
        int monthFromMarch = month <= 2 ? month + 9 : month - 3;
        long days = (365L * shifted) + (shifted / 4) - (shifted / 100) + (shifted / 400) + (((153 * monthFromMarch) + 2) / 5) + day - 1;
        return days - (DaysFromYearOneToEpoch + 306);
    }

    private static long FloorMod(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}
