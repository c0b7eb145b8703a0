using System.Runtime.CompilerServices;
using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// Takes values of the form that most have and that break no rule. Whatever else stands there is left untouched: <see cref="RuleChecker"/> says what it is,
/// so that an outcome never depends on the way.
/// </summary>
internal static class PlainValues
{
    /// <summary>Takes a value that follows without white space and appends it to its column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTake(scoped ref JsonScanner scanner, PropertyRule property, ColumnBuffer column)
    {
        if (property.AdmitsNull && scanner.TryLiteral("null"u8))
        {
            column.AppendNull();
            return true;
        }

        return property.Plain switch
        {
            PlainValue.Text => TryText(ref scanner, property, Unsafe.As<StringColumn>(column)),
            PlainValue.Time => TryTime(ref scanner, property, Unsafe.As<TimestampColumn>(column)),
            _ => TryNumber(ref scanner, property, column),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryText(scoped ref JsonScanner scanner, PropertyRule property, StringColumn column)
    {
        if (!scanner.IsPlainString(out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> text = scanner.Rest[1..];
        if (property.ChecksText && !TextRules.Holds(property.Value, text[..length]))
        {
            return false;
        }

        column.AppendStart(text, length);
        scanner.Position += length + 2;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryTime(scoped ref JsonScanner scanner, PropertyRule property, TimestampColumn column)
    {
        if (!scanner.IsPlainString(out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> text = scanner.Rest.Slice(1, length);
        if ((property.ChecksText && !TextRules.Holds(property.Value, text)) || !Rfc3339.TryParse(text, out long micros))
        {
            return false;
        }

        column.Append(micros);
        scanner.Position += length + 2;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryNumber(scoped ref JsonScanner scanner, PropertyRule property, ColumnBuffer column)
    {
        if (!PlainNumber.TryRead(scanner.Rest, out PlainNumber number))
        {
            return false;
        }

        NumberBounds? bounds = property.Value.Bounds;
        if (property.Plain == PlainValue.Real)
        {
            double real = number.Real;
            if (bounds is not null && !bounds.ClearlyAdmits(real))
            {
                return false;
            }

            Unsafe.As<DoubleColumn>(column).Append(real);
        }
        else
        {
            long integer = (long)number.Mantissa;
            if (number.FractionDigits > 0 || (bounds is not null && !bounds.Admits(integer)))
            {
                return false;
            }

            Unsafe.As<Int64Column>(column).Append(integer);
        }

        scanner.Position += number.Length;
        return true;
    }
}
