using System.Runtime.CompilerServices;
using System.Text;
using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Parsing;

/// <summary>Walks over a value by its rules and appends it to a column. One per parser; every method returns false after noting the fault.</summary>
internal sealed class RuleChecker
{
    private byte[] _scratch = new byte[256];

    public RecordFault Fault { get; } = new();

    /// <summary>An object whose opening brace is next. Values go to their properties' columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryObject(scoped ref JsonScanner scanner, ObjectRules rules, int depth)
    {
        if (depth > JsonScanner.MaxDepth)
        {
            return Fault.Malformed($"nesting beyond {JsonScanner.MaxDepth}");
        }

        rules.Begin();
        scanner.Position++;
        if (!scanner.TryTake((byte)'}'))
        {
            PropertyRule? previous = null;
            do
            {
                if (!TryProperty(ref scanner, rules, depth, ref previous))
                {
                    return false;
                }
            }
            while (scanner.TryTake((byte)','));
            if (!scanner.TryTake((byte)'}'))
            {
                return Unexpected(ref scanner);
            }
        }

        return rules.HasAllRequired || Fault.Violates("required", $"\"{rules.FirstMissing()}\" is missing");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryProperty(scoped ref JsonScanner scanner, ObjectRules rules, int depth, ref PropertyRule? previous)
    {
        PropertyRule? property = previous is null ? rules.First : previous.Follower;
        ReadOnlySpan<byte> name = default;
        if ((property is null || !scanner.TryTakeExpected(in property.Expected)) && !TryName(ref scanner, rules, previous, ref property, out name))
        {
            return false;
        }

        if (property is null)
        {
            return TryAdditional(ref scanner, rules, name, depth);
        }

        previous = property;
        if (!rules.TrySee(property))
        {
            return Fault.Malformed($"\"{property.Name}\" occurs twice");
        }

        return (property.Plain != PlainValue.None && PlainValues.TryTake(ref scanner, property, property.Target!))
            || TryValue(ref scanner, property.Value, property.Target, depth + 1) || Fault.Below(property.Name);
    }

    /// <summary>A name that is not the expected one, or stands behind white space.</summary>
    private bool TryName(scoped ref JsonScanner scanner, ObjectRules rules, PropertyRule? previous, scoped ref PropertyRule? property, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (scanner.Peek() != '"')
        {
            return Unexpected(ref scanner);
        }

        if (property is not null && scanner.TryTakeExpected(in property.Expected))
        {
            return true;
        }

        if (!TryText(ref scanner, out name))
        {
            return false;
        }

        property = rules.Find(name, previous);
        return scanner.TryTake((byte)':') || Unexpected(ref scanner);
    }

    private bool TryAdditional(scoped ref JsonScanner scanner, ObjectRules rules, ReadOnlySpan<byte> name, int depth)
    {
        if (!rules.AllowsAdditional)
        {
            return Fault.Violates("additionalProperties", $"\"{Encoding.UTF8.GetString(name)}\" is not in the schema");
        }

        if (rules.Additional is null)
        {
            return scanner.TrySkip(depth + 1) || Unexpected(ref scanner);
        }

        return TryValue(ref scanner, rules.Additional, column: null, depth + 1) || Fault.Below("(additional property)");
    }

    private bool TryValue(scoped ref JsonScanner scanner, ValueRules rules, ColumnBuffer? column, int depth)
    {
        byte first = scanner.Peek();
        if (first == 'n')
        {
            return TryNull(ref scanner, rules, column);
        }

        if (column is { Definition.Type: ColumnType.Json })
        {
            int start = scanner.Position;
            if (!TryValue(ref scanner, rules, column: null, depth))
            {
                return false;
            }

            Unsafe.As<StringColumn>(column).Append(scanner.Slice(start));
            return true;
        }

        return first switch
        {
            (byte)'"' => TryString(ref scanner, rules, column),
            (byte)'{' => TryNestedObject(ref scanner, rules, depth),
            (byte)'[' => TryArray(ref scanner, rules, depth),
            (byte)'t' or (byte)'f' => TryBoolean(ref scanner, rules, column, first == 't'),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => TryNumber(ref scanner, rules, column),
            _ => Unexpected(ref scanner),
        };
    }

    private bool TryNull(scoped ref JsonScanner scanner, ValueRules rules, ColumnBuffer? column)
    {
        if (!scanner.TryLiteral("null"u8))
        {
            return Unexpected(ref scanner);
        }

        if ((rules.Types & JsonTypes.Null) == 0)
        {
            return WrongType("null", rules);
        }

        if (rules.Literals is { } literals && (literals.Types & JsonTypes.Null) == 0)
        {
            return Fault.Violates(literals.Keyword, literals.Explain("null"));
        }

        column?.AppendNull();
        return true;
    }

    private bool TryBoolean(scoped ref JsonScanner scanner, ValueRules rules, ColumnBuffer? column, bool value)
    {
        if (!scanner.TryLiteral(value ? "true"u8 : "false"u8))
        {
            return Unexpected(ref scanner);
        }

        if ((rules.Types & JsonTypes.Boolean) == 0)
        {
            return WrongType("a boolean", rules);
        }

        if (rules.Literals is { } literals && !literals.Has(value))
        {
            return Fault.Violates(literals.Keyword, literals.Explain(value ? "true" : "false"));
        }

        if (column is not null)
        {
            Unsafe.As<BooleanColumn>(column).Append(value);
        }

        return true;
    }

    private bool TryString(scoped ref JsonScanner scanner, ValueRules rules, ColumnBuffer? column)
    {
        if (!TryText(ref scanner, out ReadOnlySpan<byte> text))
        {
            return false;
        }

        if ((rules.Types & JsonTypes.String) == 0)
        {
            return WrongType("a string", rules);
        }

        if (!TextRules.Holds(rules, text) && TextRules.Explain(rules, text) is { } fault)
        {
            return Fault.Violates(fault.Keyword, fault.Message);
        }

        long micros = 0;
        if (rules.Format == StringFormat.DateTime && !Rfc3339.TryParse(text, out micros))
        {
            return Fault.Violates("format", $"{TextRules.Quote(text)} is no date-time (RFC 3339, with an offset)");
        }

        if (column is null)
        {
            return true;
        }

        if (column.Definition.Type == ColumnType.Timestamp)
        {
            Unsafe.As<TimestampColumn>(column).Append(micros);
        }
        else
        {
            Unsafe.As<StringColumn>(column).Append(text);
        }

        return true;
    }

    private bool TryNumber(scoped ref JsonScanner scanner, ValueRules rules, ColumnBuffer? column)
    {
        if (!scanner.TryNumber(out JsonNumber number))
        {
            return Unexpected(ref scanner);
        }

        if ((rules.Types & JsonTypes.Number) == 0)
        {
            return WrongType("a number", rules);
        }

        bool isInt64 = number.TryGetInt64(out long integer, out bool isIntegral);
        if (!isIntegral && (rules.Types & JsonTypes.Number) == JsonTypes.Integer)
        {
            return WrongType(Encoding.UTF8.GetString(number.Text), rules);
        }

        ColumnType target = column is null ? ColumnType.Json : column.Definition.Type;
        bool isDouble = true;
        double real = 0;
        if (target == ColumnType.Double || (!isInt64 && rules.Bounds is not null))
        {
            isDouble = number.TryGetDouble(out real);
        }

        if ((target == ColumnType.Int64 && !isInt64) || (target == ColumnType.Double && !isDouble))
        {
            return Fault.Violates("type", $"{TextRules.Shorten(number.Text)} does not fit 64 bits");
        }

        if (rules.Literals is { } literals && !(isInt64 && literals.Has(integer)))
        {
            return Fault.Violates(literals.Keyword, literals.Explain(TextRules.Shorten(number.Text)));
        }

        if (rules.Bounds is { } bounds && !(isInt64 ? bounds.Admits(integer) : bounds.Admits(real, number)))
        {
            (string keyword, string message) = bounds.Explain(isInt64 ? integer : real, number);
            return Fault.Violates(keyword, message);
        }

        if (target == ColumnType.Int64)
        {
            Unsafe.As<Int64Column>(column!).Append(integer);
        }
        else if (target == ColumnType.Double)
        {
            Unsafe.As<DoubleColumn>(column!).Append(real);
        }

        return true;
    }

    private bool TryNestedObject(scoped ref JsonScanner scanner, ValueRules rules, int depth)
    {
        if ((rules.Types & JsonTypes.Object) == 0)
        {
            return WrongType("an object", rules);
        }

        if (rules.Literals is { } literals)
        {
            return Fault.Violates(literals.Keyword, literals.Explain("an object"));
        }

        return rules.Object is null
            ? scanner.TrySkip(depth) || Unexpected(ref scanner)
            : TryObject(ref scanner, rules.Object, depth);
    }

    private bool TryArray(scoped ref JsonScanner scanner, ValueRules rules, int depth)
    {
        if ((rules.Types & JsonTypes.Array) == 0)
        {
            return WrongType("an array", rules);
        }

        if (rules.Literals is { } literals)
        {
            return Fault.Violates(literals.Keyword, literals.Explain("an array"));
        }

        if (rules.Array is not { } array)
        {
            return scanner.TrySkip(depth) || Unexpected(ref scanner);
        }

        if (depth > JsonScanner.MaxDepth)
        {
            return Fault.Malformed($"nesting beyond {JsonScanner.MaxDepth}");
        }

        scanner.Position++;
        int count = 0;
        if (!scanner.TryTake((byte)']'))
        {
            do
            {
                bool isValid = array.Items is null
                    ? scanner.TrySkip(depth + 1) || Unexpected(ref scanner)
                    : TryValue(ref scanner, array.Items, column: null, depth + 1);
                if (!isValid)
                {
                    return Fault.Below($"[{count}]");
                }

                count++;
            }
            while (scanner.TryTake((byte)','));
            if (!scanner.TryTake((byte)']'))
            {
                return Unexpected(ref scanner);
            }
        }

        if (count < array.MinItems)
        {
            return Fault.Violates("minItems", $"{count} items are fewer than {array.MinItems}");
        }

        return count <= array.MaxItems || Fault.Violates("maxItems", $"{count} items are more than {array.MaxItems}");
    }

    /// <summary>A string, escapes resolved: in the text itself, or in the scratch until the next call.</summary>
    private bool TryText(scoped ref JsonScanner scanner, out ReadOnlySpan<byte> text)
    {
        if (!scanner.TryString(out text, out bool isEscaped))
        {
            return Unexpected(ref scanner);
        }

        if (!isEscaped)
        {
            return true;
        }

        if (_scratch.Length < text.Length)
        {
            _scratch = new byte[Math.Max(text.Length, 2 * _scratch.Length)];
        }

        if (!JsonText.TryUnescape(text, _scratch, out int written))
        {
            return Fault.Malformed($"invalid escape in {TextRules.Quote(text)}");
        }

        text = _scratch.AsSpan(0, written);
        return true;
    }

    private bool WrongType(string found, ValueRules rules) =>
        Fault.Violates("type", rules.Types == JsonTypes.None ? "the property is not allowed" : $"{found} is not {TextRules.Describe(rules.Types)}");

    private bool Unexpected(scoped ref JsonScanner scanner) => Fault.Malformed($"unexpected text at byte {scanner.Position}");
}
