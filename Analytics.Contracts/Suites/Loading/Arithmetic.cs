namespace Analytics.Contracts.Suites.Loading;

/// <summary>Arithmetic of numbers and times with Python's results: whole numbers stay whole except in a division.</summary>
internal static class Arithmetic
{
    /// <exception cref="FormatException">The operator is not defined for such values.</exception>
    public static object Apply(char sign, object left, object right) => (sign, left, right) switch
    {
        ('+', long a, long b) => checked(a + b),
        ('-', long a, long b) => checked(a - b),
        ('*', long a, long b) => checked(a * b),
        ('^', long a, long b) when b >= 0 => Power(a, b),
        ('+', DateTime a, TimeSpan b) => a + b,
        ('+', TimeSpan a, DateTime b) => b + a,
        ('-', DateTime a, TimeSpan b) => a - b,
        ('-', DateTime a, DateTime b) => a - b,
        ('+', TimeSpan a, TimeSpan b) => a + b,
        ('-', TimeSpan a, TimeSpan b) => a - b,
        ('-', long and 0, TimeSpan b) => -b,
        ('*', TimeSpan a, long or double) => a * Real(right),
        ('*', long or double, TimeSpan b) => b * Real(left),
        ('/', TimeSpan a, long or double) => a / NotZero(Real(right)),
        (_, long or double, long or double) => Reals(sign, Real(left), Real(right)),
        _ => throw new FormatException($"{Name(left)} {sign} {Name(right)} is not defined"),
    };

    /// <summary>A number as a double.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static double Real(object value) => value switch
    {
        long whole => whole,
        double real => real,
        _ => throw new FormatException($"{Name(value)} is no number"),
    };

    private static double Reals(char sign, double a, double b) => sign switch
    {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        '/' => a / NotZero(b),
        _ => Math.Pow(a, b),
    };

    private static double NotZero(double divisor) => divisor is 0 ? throw new FormatException("division by zero") : divisor;

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (var square = value; exponent > 0; exponent >>= 1)
        {
            result = (exponent & 1) == 1 ? checked(result * square) : result;
            square = exponent > 1 ? checked(square * square) : square;
        }

        return result;
    }

    private static string Name(object value) => value switch { DateTime => "a time", TimeSpan => "a span of time", _ => "a number" };
}
