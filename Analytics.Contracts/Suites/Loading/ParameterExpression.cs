using System.Buffers;
using System.Globalization;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>
/// The expressions that a <c>$PARAMETER</c> may hold, in the grammar of Great Expectations: <c>last_count * 0.9</c>, <c>now() - timedelta(days=7)</c>,
/// <c>datetime(2003, 1, 1)</c>, <c>trunc(x / 2)</c>. Operators are <c>+ - * / ^</c>; a sign binds tighter than a power, as there.
/// </summary>
/// <param name="text">The expression.</param>
/// <param name="variable">The value of a name: a number (<c>long</c>, <c>double</c>) or a time.</param>
/// <param name="clock">For <c>now()</c>, which is in UTC as all times are.</param>
internal sealed class ParameterExpression(string text, Func<string, object> variable, TimeProvider clock)
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("+-*/^()");

    private int _at;

    /// <summary>Whether a text is more than a name.</summary>
    public static bool IsOne(string text) => text.AsSpan().ContainsAny(Signs);

    /// <summary>The value: <c>long</c>, <c>double</c>, <c>DateTime</c> or <c>TimeSpan</c>.</summary>
    /// <exception cref="FormatException">It cannot be read or computed.</exception>
    public object Evaluate()
    {
        try
        {
            var value = Sum();
            return Peek() is '\0' ? value : throw Unexpected("an operator");
        }
        catch (Exception impossible) when (impossible is ArgumentException or OverflowException or DivideByZeroException)
        {
            throw new FormatException($"\"{text}\" cannot be computed: {impossible.Message}", impossible);
        }
    }

    private object Sum()
    {
        var value = Product();
        while (Take('+', '-') is { } sign)
        {
            value = Arithmetic.Apply(sign, value, Product());
        }

        return value;
    }

    private object Product()
    {
        var value = Power();
        while (Take('*', '/') is { } sign)
        {
            value = Arithmetic.Apply(sign, value, Power());
        }

        return value;
    }

    private object Power()
    {
        var value = Atom();
        return Take('^', '^') is { } sign ? Arithmetic.Apply(sign, value, Power()) : value;
    }

    private object Atom()
    {
        if (Take('+', '-') is { } sign)
        {
            return sign is '-' ? Arithmetic.Apply('-', 0L, Atom()) : Atom();
        }

        if (Take('(', '(') is not null)
        {
            var inner = Sum();
            Expect(')');
            return inner;
        }

        var c = Peek();
        return char.IsAsciiDigit(c) || c is '.' ? Number() : char.IsAsciiLetter(c) ? Named(Word()) : throw Unexpected("a number, a name or \"(\"");
    }

    private object Named(string name)
    {
        if (Take('(', '(') is not null)
        {
            return ParameterFunctions.Call(name, Arguments(), clock);
        }

        return name.ToUpperInvariant() switch { "PI" => Math.PI, "E" => Math.E, _ => variable(name) };
    }

    /// <summary>Arguments up to the closing parenthesis, each with its name where it has one.</summary>
    private List<(string? Name, object Value)> Arguments()
    {
        var arguments = new List<(string?, object)>();
        if (Take(')', ')') is not null)
        {
            return arguments;
        }

        do
        {
            var start = _at;
            var name = char.IsAsciiLetter(Peek()) ? Word() : null;
            if (name is null || Take('=', '=') is null)
            {
                (_at, name) = (start, null);
            }

            arguments.Add((name, Sum()));
        }
        while (Take(',', ',') is not null);
        Expect(')');
        return arguments;
    }

    private object Number()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is '.' || IsExponent(start)))
        {
            _at++;
        }

        var digits = text[start.._at];

        // Boxed apart: the type both share would be double, and whole numbers are to stay whole.
        return long.TryParse(digits, CultureInfo.InvariantCulture, out var whole) ? (object)whole
            : double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : throw new FormatException($"\"{digits}\" is no number");
    }

    /// <summary>The <c>e</c>, or the sign after it, of <c>1e-3</c>.</summary>
    private bool IsExponent(int start) => text[_at] is 'e' or 'E'
        ? _at > start && _at + 1 < text.Length && (char.IsAsciiDigit(text[_at + 1]) || text[_at + 1] is '+' or '-')
        : text[_at] is '+' or '-' && _at > start && text[_at - 1] is 'e' or 'E';

    private string Word()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '$'))
        {
            _at++;
        }

        return text[start.._at];
    }

    private char Peek()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return _at < text.Length ? text[_at] : '\0';
    }

    private char? Take(char first, char second)
    {
        if (Peek() is var c && c is not '\0' && (c == first || c == second))
        {
            _at++;
            return c;
        }

        return null;
    }

    private void Expect(char c)
    {
        if (Take(c, c) is null)
        {
            throw Unexpected($"\"{c}\"");
        }
    }

    private FormatException Unexpected(string expected) => new($"\"{text}\": {expected} is expected at character {_at + 1}");
}
