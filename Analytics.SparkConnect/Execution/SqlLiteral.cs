using Analytics.SparkConnect.Protocol;
using Google.Protobuf;

namespace Analytics.SparkConnect.Execution;

/// <summary>A .NET value as a literal of the protocol.</summary>
internal static class SqlLiteral
{
    /// <exception cref="ArgumentException">There is no literal of this type.</exception>
    public static Expression Of(object value) => new()
    {
        Literal = value switch
        {
            long number => new() { Long = number },
            int number => new() { Integer = number },
            double number => new() { Double = number },
            bool truth => new() { Boolean = truth },
            string text => new() { String = text },
            byte[] bytes => new() { Binary = ByteString.CopyFrom(bytes) },
            DateTime { Kind: DateTimeKind.Utc } moment => new() { Timestamp = (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond },
            DateTime => throw new ArgumentException("An argument's DateTime must be UTC.", nameof(value)),
            _ => throw new ArgumentException($"An argument can't be a {value.GetType()}: use long, int, double, bool, string, byte[] or DateTime.", nameof(value)),
        },
    };
}
