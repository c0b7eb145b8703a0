namespace Analytics.Contracts.Parsing;

/// <summary>
/// Looks for a declared property that occurs twice in a record whose grammar has been checked. The parser stops at the first thing that breaks the
/// schema; what becomes of a record must not depend on which of two faults comes first.
/// </summary>
internal static class RepeatedProperty
{
    /// <summary>The name of the first one; null when there is none.</summary>
    /// <param name="scanner">Stands before a value.</param>
    /// <param name="rules">What that value, an object, must satisfy.</param>
    public static string? Find(scoped ref JsonScanner scanner, ObjectRules rules)
    {
        scanner.Peek();
        scanner.Position++;
        if (scanner.TryTake((byte)'}'))
        {
            return null;
        }

        HashSet<int> seen = [];
        do
        {
            scanner.Peek();
            scanner.TryString(out ReadOnlySpan<byte> name, out bool isEscaped);
            int index = IndexOf(rules, isEscaped ? Unescape(name) : name);
            scanner.TryTake((byte)':');
            if (index >= 0 && !seen.Add(index))
            {
                return rules[index].Name;
            }

            if (InValue(ref scanner, index < 0 ? rules.Additional : rules[index].Value) is { } found)
            {
                return found;
            }
        }
        while (scanner.TryTake((byte)','));
        scanner.TryTake((byte)'}');
        return null;
    }

    private static string? InValue(scoped ref JsonScanner scanner, ValueRules? rules)
    {
        byte first = scanner.Peek();
        if (rules is { Literals: null, Object: { } properties } && first == '{')
        {
            return Find(ref scanner, properties);
        }

        if (rules is not { Literals: null, Array.Items: { } items } || first != '[')
        {
            scanner.TrySkip(depth: 1);
            return null;
        }

        scanner.Position++;
        if (scanner.TryTake((byte)']'))
        {
            return null;
        }

        do
        {
            if (InValue(ref scanner, items) is { } found)
            {
                return found;
            }
        }
        while (scanner.TryTake((byte)','));
        scanner.TryTake((byte)']');
        return null;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        var text = new byte[raw.Length];
        JsonText.TryUnescape(raw, text, out int written);
        return text[..written];
    }

    private static int IndexOf(ObjectRules rules, ReadOnlySpan<byte> name)
    {
        for (int index = 0; index < rules.Properties.Count; index++)
        {
            if (name.SequenceEqual(rules[index].Utf8Name))
            {
                return index;
            }
        }

        return -1;
    }
}
