namespace Analytics.Contracts.Suites.Loading;

/// <summary>The functions of a <c>$PARAMETER</c>'s expression.</summary>
internal static class ParameterFunctions
{
    private const double Epsilon = 1e-12;

    private static readonly string[] TimeParts = ["year", "month", "day", "hour", "minute", "second", "microsecond"];

    /// <summary>Parts of a span, in the order of Python's <c>timedelta</c>, with their lengths.</summary>
    private static readonly (string Name, TimeSpan Length)[] Spans =
    [
        ("days", TimeSpan.FromDays(1)), ("seconds", TimeSpan.FromSeconds(1)), ("microseconds", TimeSpan.FromMicroseconds(1)),
        ("milliseconds", TimeSpan.FromMilliseconds(1)), ("minutes", TimeSpan.FromMinutes(1)), ("hours", TimeSpan.FromHours(1)), ("weeks", TimeSpan.FromDays(7)),
    ];

    /// <exception cref="FormatException">There is no such function, or its arguments do not fit.</exception>
    public static object Call(string name, List<(string? Name, object Value)> arguments, TimeProvider clock) => name switch
    {
        "now" when arguments.Count == 0 => clock.GetUtcNow().UtcDateTime,
        "datetime" => Time(arguments),
        "timedelta" => Span(arguments),
        "sin" => Math.Sin(Only(name, arguments)),
        "cos" => Math.Cos(Only(name, arguments)),
        "tan" => Math.Tan(Only(name, arguments)),
        "exp" => Math.Exp(Only(name, arguments)),
        "abs" => arguments is [(null, long whole)] ? (object)Math.Abs(whole) : Math.Abs(Only(name, arguments)),
        "trunc" => checked((long)Math.Truncate(Only(name, arguments))),
        "round" => checked((long)Math.Round(Only(name, arguments), MidpointRounding.ToEven)),
        "sgn" => Only(name, arguments) is var x && x < -Epsilon ? -1L : x > Epsilon ? 1L : 0L,
        _ => throw new FormatException($"{name}(…) is no function here; known are sin, cos, tan, exp, abs, trunc, round, sgn, now, datetime and timedelta"),
    };

    private static double Only(string name, List<(string? Name, object Value)> arguments) =>
        arguments is [(null, var value)] ? Arithmetic.Real(value) : throw new FormatException($"{name}(…) takes one number");

    private static DateTime Time(List<(string? Name, object Value)> arguments)
    {
        int[] parts = [0, 0, 0, 0, 0, 0, 0];
        for (var i = 0; i < arguments.Count; i++)
        {
            var part = arguments[i].Name is { } name ? Array.IndexOf(TimeParts, name) : i;
            parts[part >= 0 && part < parts.Length ? part : throw new FormatException($"datetime(…) takes {string.Join(", ", TimeParts)}")] =
                arguments[i].Value is long whole ? checked((int)whole) : throw new FormatException("datetime(…) takes whole numbers");
        }

        return new DateTime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]).AddMicroseconds(parts[6]);
    }

    private static TimeSpan Span(List<(string? Name, object Value)> arguments)
    {
        var span = TimeSpan.Zero;
        for (var i = 0; i < arguments.Count; i++)
        {
            var part = arguments[i].Name is { } name ? Array.FindIndex(Spans, known => known.Name == name) : i;
            span += part >= 0 && part < Spans.Length
                ? Spans[part].Length * Arithmetic.Real(arguments[i].Value)
                : throw new FormatException($"timedelta(…) takes {string.Join(", ", Spans.Select(known => known.Name))}");
        }

        return span;
    }
}
